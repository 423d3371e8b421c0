import { crc32 } from 'node:zlib';

/**
 * Lines that were written together: length of the payload (4 bytes, little-endian), its CRC32 (4 bytes), then the lines,
 * UTF-8, with a line feed between them.
 */
const headerBytes = 8;

/** What no writer comes near: a length beyond it was never one. */
export const framePayloadBytesMax = 16 * 1024 * 1024;

/** The lines are not empty and hold no line feed, as JSON has none. */
export function encodeFrame(lines: readonly string[]): Buffer {
  const payload = Buffer.from(lines.join('\n'));
  const frame = Buffer.allocUnsafe(headerBytes + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeUInt32LE(crc32(payload), 4);
  payload.copy(frame, headerBytes);
  return frame;
}

export type FrameReading =
  | { readonly outcome: 'read'; readonly lines: readonly string[]; readonly bytes: number }
  /** The frame goes on beyond these bytes, as far as its length can be told. */
  | { readonly outcome: 'cut-off'; readonly bytes: number }
  /** No writer has finished this. */
  | { readonly outcome: 'damaged' };

const damaged: FrameReading = { outcome: 'damaged' };

export function decodeFrame(bytes: Buffer, offset: number): FrameReading {
  const available = bytes.length - offset;
  if (available < headerBytes) return { outcome: 'cut-off', bytes: headerBytes };
  const length = bytes.readUInt32LE(offset);
  // A file that grew without its contents is zeros, of which the checksum would be right.
  if (length === 0 || length > framePayloadBytesMax) return damaged;
  const frameBytes = headerBytes + length;
  if (available < frameBytes) return { outcome: 'cut-off', bytes: frameBytes };
  const payload = bytes.subarray(offset + headerBytes, offset + frameBytes);
  if (crc32(payload) !== bytes.readUInt32LE(offset + 4)) return damaged;
  return { outcome: 'read', lines: payload.toString().split('\n'), bytes: frameBytes };
}
