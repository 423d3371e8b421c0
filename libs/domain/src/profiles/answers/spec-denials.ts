import type { Denial } from '../profile-answer.js';

export function denial(code: Denial['code'], more: Partial<Denial> = {}): Denial {
  return { code, detail: null, sufficient: null, ...more };
}
