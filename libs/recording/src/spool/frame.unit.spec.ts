import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeFrame, encodeFrame, framePayloadBytesMax } from './frame.js';

const lineLists = fc.array(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 50 }).filter((line) => !line.includes('\n')),
  { minLength: 1, maxLength: 5 },
);

describe('a frame of lines', () => {
  it('property: comes back as it was, wherever it lies', () => {
    fc.assert(
      fc.property(
        lineLists,
        fc.uint8Array({ maxLength: 20 }),
        fc.uint8Array({ maxLength: 20 }),
        (lines, before, after) => {
          const frame = encodeFrame(lines);
          const bytes = Buffer.concat([before, frame, after]);
          expect(decodeFrame(bytes, before.length)).toEqual({ outcome: 'read', lines, bytes: frame.length });
        },
      ),
    );
  });

  it('property: is never read where it was cut off', () => {
    fc.assert(
      fc.property(lineLists, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (lines, part) => {
        const frame = encodeFrame(lines);
        const torn = frame.subarray(0, Math.floor(frame.length * part));
        expect(decodeFrame(torn, 0).outcome).toBe('cut-off');
      }),
    );
  });

  it('property: is never read with a bit that was turned round', () => {
    fc.assert(
      fc.property(lineLists, fc.nat(), fc.nat({ max: 7 }), (lines, at, bit) => {
        const frame = encodeFrame(lines);
        const index = at % frame.length;
        frame[index] = (frame[index] ?? 0) ^ (1 << bit);
        expect(decodeFrame(frame, 0).outcome).not.toBe('read');
      }),
    );
  });

  it('is none where there are zeros alone, as after a power cut', () => {
    expect(decodeFrame(Buffer.alloc(100), 0)).toEqual({ outcome: 'damaged' });
  });

  it('is none with a length that nobody writes', () => {
    const frame = encodeFrame(['x']);
    frame.writeUInt32LE(framePayloadBytesMax + 1, 0);
    expect(decodeFrame(frame, 0)).toEqual({ outcome: 'damaged' });
  });
});
