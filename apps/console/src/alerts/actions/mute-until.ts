const hourMs = 3_600_000;

export const muteLengths = ['1h', '1d', '7d', '30d', 'ended'] as const;
/** For how long nobody wants to hear of it; `ended`: until somebody ends it. */
export type MuteLength = (typeof muteLengths)[number];

const hours: Readonly<Record<Exclude<MuteLength, 'ended'>, number>> = {
  '1h': 1,
  '1d': 24,
  '7d': 7 * 24,
  '30d': 30 * 24,
};

/** ISO 8601; null: until it is ended. */
export function muteUntil(length: MuteLength, nowMs: number): string | null {
  return length === 'ended' ? null : new Date(nowMs + hours[length] * hourMs).toISOString();
}
