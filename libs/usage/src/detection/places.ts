/** Whether a key is used in one place at a time, as something is that people carry about. Plain JSON, whole numbers. */
export interface KeptPlaces {
  /** Hours of some requests that came from one network, and from several. */
  readonly single: number;
  readonly mixed: number;
  /** How often another network came back after the last one. */
  readonly returns: number;
  /** Of the newest hour that came from one network. */
  readonly network: string | null;
}

export const noPlaces: KeptPlaces = { single: 0, mixed: 0, returns: 0, network: null };

/** A single request comes from one network whoever makes it. */
const tellingRequestsMin = 2;
/** All are halved then, so that habits may change. */
const hoursMax = 200;
const singleHoursMin = 8;
const mixedShareMax = 0.12;
const returnsMin = 2;

/**
 * An hour's requests by network; `knows` those that were there before. Nobody returns from `strangers`,
 * or to them: whoever comes and goes must not make the key look carried about.
 */
export function withPlaces(
  places: KeptPlaces,
  networks: ReadonlyMap<string, { readonly requests: number }>,
  knows: (network: string) => boolean,
  strangers: ReadonlySet<string>,
): KeptPlaces {
  const [first, second] = networks.entries();
  if (first === undefined) return places;
  if (second !== undefined) return bounded({ ...places, mixed: places.mixed + 1 });
  const [network, { requests }] = first;
  const single = places.single + (requests >= tellingRequestsMin ? 1 : 0);
  if (strangers.has(network)) return bounded({ ...places, single });
  const isReturn = places.network !== null && places.network !== network && knows(network);
  const returns = places.returns + (isReturn ? 1 : 0);
  return bounded({ single, mixed: places.mixed, returns, network });
}

/** That was no return. Null: it has not moved. */
export function movedTo(places: KeptPlaces, network: string | null): KeptPlaces {
  return network === null ? places : { ...places, network };
}

export function isCarriedAbout({ single, mixed, returns }: KeptPlaces): boolean {
  return single >= singleHoursMin && mixed <= mixedShareMax * single && returns >= returnsMin;
}

function bounded(places: KeptPlaces): KeptPlaces {
  const { single, mixed, returns, network } = places;
  if (single + mixed <= hoursMax) return places;
  const half = (count: number): number => Math.floor(count / 2);
  return { single: half(single), mixed: half(mixed), returns: half(returns), network };
}
