/** What the server takes of a document (`bytesMax` of the operation). */
export const documentBytesMax = 5 * 1024 * 1024;

export const acceptedFiles = '.json,.yaml,.yml';

/** The server reads what is called JSON by its rules, and everything else as YAML. */
export function mediaTypeOf(fileName: string): 'application/json' | 'application/yaml' {
  return fileName.toLowerCase().endsWith('.json') ? 'application/json' : 'application/yaml';
}

/** `4.8 MB`, in the reader's language. */
export function sizeText(bytes: number, language: string): string {
  const unit = bytes < 1_000_000 ? 'kilobyte' : 'megabyte';
  const amount = bytes / (unit === 'kilobyte' ? 1_000 : 1_000_000);
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount);
}
