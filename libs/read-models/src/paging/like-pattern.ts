/** A LIKE pattern that finds the text anywhere, each of its characters taken literally. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}
