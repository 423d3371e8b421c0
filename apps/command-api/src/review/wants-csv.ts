import type { ReviewQuery } from '@keyledger/contracts';

const weight = /;\s*q\s*=\s*(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)\s*(?:;|$)/i;

/** Which of the two a client would rather have (RFC 9110 section 12.5.1); JSON where it does not matter. */
export function wantsCsv(accept: string | undefined, format: ReviewQuery['format']): boolean {
  if (format !== undefined) return format === 'csv';
  const ranges = (accept ?? '').split(',').map((range) => {
    const [type = ''] = range.split(';', 1);
    return { type: type.trim().toLowerCase(), quality: Number(weight.exec(range)?.[1] ?? 1) };
  });
  const qualityOf = (...types: readonly string[]) => {
    const [best] = types.flatMap((type) => ranges.filter((range) => range.type === type));
    return best?.quality ?? 0;
  };
  return qualityOf('text/csv', 'text/*') > qualityOf('application/json', 'application/*', '*/*');
}
