/** A sequence must order as text (CloudEvents extension `sequence`), so it is padded to the digits of 2^53. */
const sequenceDigits = 16;

export function sequenceText(sequence: number): string {
  return String(sequence).padStart(sequenceDigits, '0');
}

export function sourceOf(producer: string): string {
  return `/keyledger/verifiers/${producer}`;
}
