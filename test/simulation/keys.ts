import { mintKey } from '@keyledger/domain';
import type { DigestOf } from '@keyledger/verification';
import { digestOfName } from '../../libs/verification/src/spec-ledger.js';

/** Values by name, and names by value. */
export class KeyBook {
  private readonly names = new Map<string, string>();

  /** The value of a new key. */
  mint(name: string): string {
    const serial = this.names.size;
    const alphabetLength = 62; // one character for each byte below it
    const randomBytes = (count: number) =>
      Uint8Array.from(
        { length: count },
        (_, at) => Math.floor(serial / alphabetLength ** at) % alphabetLength,
      );
    const value = mintKey({ mode: 'live', randomBytes });
    if (this.names.has(value)) throw new Error('Two keys have one value.');
    this.names.set(value, name);
    return value;
  }

  nameOf(value: string): string {
    return this.names.get(value) ?? '';
  }
}

export function digestOfValue(keys: KeyBook): DigestOf {
  return (value) => digestOfName(keys.nameOf(value)).key;
}
