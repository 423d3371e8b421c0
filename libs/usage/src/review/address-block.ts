import { type Address, formatAddress, parseAddressRange } from '@keyledger/domain';

/** All addresses that begin with the same bits. */
export interface AddressBlock {
  readonly family: Address['family'];
  /** The bits that they share, `prefixLength` of them. */
  readonly bits: bigint;
  readonly prefixLength: number;
}

const bitsOf = { ipv4: 32, ipv6: 128 } as const satisfies Record<Address['family'], number>;

/** Of an address or a CIDR range; null: the text is neither. */
export function blockOf(text: string): AddressBlock | null {
  const range = parseAddressRange(text);
  if (range === null) return null;
  const { first, prefixLength } = range;
  const bits = BigInt(first.value) >> BigInt(bitsOf[first.family] - prefixLength);
  return { family: first.family, bits, prefixLength };
}

/** As it is recorded in address lists. */
export function textOf({ family, bits, prefixLength }: AddressBlock): string {
  const width = bitsOf[family];
  const value = bits << BigInt(width - prefixLength);
  const first = formatAddress(family === 'ipv4' ? { family, value: Number(value) } : { family, value });
  return prefixLength === width ? first : `${first}/${prefixLength}`;
}

export function contains(wide: AddressBlock, narrow: AddressBlock): boolean {
  if (wide.family !== narrow.family || wide.prefixLength > narrow.prefixLength) return false;
  return narrow.bits >> BigInt(narrow.prefixLength - wide.prefixLength) === wide.bits;
}

export function overlap(left: AddressBlock, right: AddressBlock): boolean {
  return contains(left, right) || contains(right, left);
}

/** The fewest blocks that have the same addresses, no more and no less; narrow ones last. */
export function merged(blocks: readonly AddressBlock[]): readonly AddressBlock[] {
  const byName = new Map(blocks.map((block) => [nameOf(block), block]));
  const longest = Math.max(0, ...blocks.map(({ prefixLength }) => prefixLength));
  for (let length = longest; length > 0; length--) {
    for (const block of [...byName.values()].filter(({ prefixLength }) => prefixLength === length)) {
      const twin = { ...block, bits: block.bits ^ 1n };
      if (!byName.has(nameOf(block)) || !byName.has(nameOf(twin))) continue;
      const both = { ...block, bits: block.bits >> 1n, prefixLength: length - 1 };
      byName.delete(nameOf(block));
      byName.delete(nameOf(twin));
      byName.set(nameOf(both), both);
    }
  }
  const all = [...byName.values()];
  return all
    .filter((block) => !all.some((other) => other !== block && contains(other, block)))
    .sort((left, right) => left.prefixLength - right.prefixLength || compareTexts(left, right));
}

function nameOf({ family, bits, prefixLength }: AddressBlock): string {
  return `${family}/${prefixLength}/${bits}`;
}

function compareTexts(left: AddressBlock, right: AddressBlock): number {
  return textOf(left) < textOf(right) ? -1 : 1;
}
