const lengthMax = 40;

/** What an account may be called in addresses: `Acme Telecom S.p.A.` becomes `acme-telecom-s-p-a`. */
export function slugFrom(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, lengthMax)
    .replace(/-+$/, '');
}
