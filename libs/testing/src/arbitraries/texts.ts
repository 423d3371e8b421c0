import fc from 'fast-check';

/** What somebody might send where a text is wanted: any code units, lone surrogates and control characters too. */
export const hostileTexts: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom('', ' ', '\u0000', 'a\nb', '\ud800', '\u202Egnp.exe', 'x'.repeat(10_000), '\u200B'),
);

/** Anything that JSON can carry, or that a careless caller passes. */
export const hostileValues: fc.Arbitrary<unknown> = fc.oneof(
  hostileTexts,
  fc.constantFrom(undefined, null, NaN, -0, true, [], {}, [null], [[]]),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Texts that every rule for a name takes as they are. */
export const names: fc.Arbitrary<string> = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 10 })
  .map((text) => `n${text}n`.normalize('NFC'))
  .filter((text) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(text));
