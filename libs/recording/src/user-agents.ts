import { recordedUserAgent } from '@keyledger/platform';

const rememberedMax = 1_000;
/** Longer ones are made by nobody who comes often. */
const rememberedCharactersMax = 500;

/** Few clients make most requests: what is recorded of their `User-Agent` is remembered, within bounds. */
export class UserAgents {
  private readonly remembered = new Map<string, string | null>();

  recorded(given: string | null): string | null {
    if (given === null) return null;
    const known = this.remembered.get(given);
    if (known !== undefined) return known;
    const recorded = recordedUserAgent(given);
    if (given.length > rememberedCharactersMax) return recorded;
    if (this.remembered.size >= rememberedMax) this.remembered.clear();
    this.remembered.set(given, recorded);
    return recorded;
  }
}
