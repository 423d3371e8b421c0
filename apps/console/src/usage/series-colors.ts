import { acceptedCode } from './accepted-code.js';
import { otherName } from './time-series.js';

const refusals = ['red.7', 'orange.6', 'yellow.5', 'grape.6', 'pink.5', 'violet.6'] as const;
const others = ['indigo.6', 'cyan.6', 'teal.6', 'orange.5', 'grape.5', 'lime.6', 'pink.5'] as const;
const rest = 'gray.5';

/** What was accepted is never in a colour that a refusal has. */
export function outcomeColor(code: string, index: number): string {
  if (code === acceptedCode) return 'teal.6';
  return code === otherName ? rest : (refusals[index % refusals.length] ?? rest);
}

export function seriesColor(name: string, index: number): string {
  return name === otherName ? rest : (others[index % others.length] ?? rest);
}
