/** How many of the requests that were let pass came from networks that were never seen before. Plain JSON, whole numbers. */
export interface KeptCrowd {
  readonly strange: number;
  readonly accepted: number;
}

export const noCrowd: KeptCrowd = { strange: 0, accepted: 0 };

/** Both are halved then, so that habits may change. */
const acceptedMax = 2_000;

/** An hour's requests by network; `knows` those that were there before. A strange network counts once. */
export function withCrowd(
  crowd: KeptCrowd,
  networks: ReadonlyMap<string, { readonly requests: number }>,
  knows: (network: string) => boolean,
): KeptCrowd {
  let { strange, accepted } = crowd;
  for (const [network, { requests }] of networks) {
    accepted += requests;
    if (!knows(network)) strange += 1;
  }
  if (accepted <= acceptedMax) return { strange, accepted };
  return { strange: Math.floor(strange / 2), accepted: Math.floor(accepted / 2) };
}

/** So few networks are also those of a program that is hardly used and has moved a few times. */
const crowdNetworksMin = 32;

/** Of a program next to none are strange, of what thousands of people have on their phones nearly all. `share`: from 0 to 1. */
export function isUsedByCrowd({ strange, accepted }: KeptCrowd, share: number): boolean {
  return strange >= crowdNetworksMin && strange > share * accepted;
}
