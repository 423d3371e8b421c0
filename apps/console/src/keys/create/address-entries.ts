import { addressesMax, normaliseAddressEntry } from '@keyledger/domain';

/** The toggle, and the list as it is typed. */
export interface AddressChoice {
  readonly enforced: boolean;
  readonly text: string;
}

export interface AddressEntries {
  /** In normal form, each once. */
  readonly entries: readonly string[];
  /** As typed; neither addresses nor ranges. */
  readonly wrong: readonly string[];
  readonly tooMany: boolean;
}

/** Reads what was typed or pasted: one entry a line, or separated by commas and spaces. */
export function addressEntries(text: string): AddressEntries {
  const typed = text.split(/[\s,;]+/).filter((entry) => entry !== '');
  const wrong = typed.filter((entry) => normaliseAddressEntry(entry) === null);
  const entries = [...new Set(typed.map(normaliseAddressEntry).filter((entry) => entry !== null))];
  return { entries, wrong, tooMany: entries.length > addressesMax };
}
