/** Whoever reads without touching anything is still there for so long. */
const attentionMs = 60_000;
const inputs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Opening the page was somebody’s doing. */
let lastInputMs = Date.now();

export function noteInput(atMs: number): void {
  lastInputMs = atMs;
}

/** Whether somebody is at the page; otherwise what it asks, it asks by itself. */
export function isAttended(nowMs: number): boolean {
  return nowMs - lastInputMs < attentionMs;
}

export function watchInput(target: EventTarget): void {
  const note = () => noteInput(Date.now());
  for (const input of inputs) target.addEventListener(input, note, { capture: true, passive: true });
}
