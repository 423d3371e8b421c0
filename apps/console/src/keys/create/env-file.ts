/** Contents of a `.env` file: the name of the key as the variable's. */
export function envFile(name: string, value: string): string {
  return `${variableName(name)}=${value}\n`;
}

const variableLengthMax = 60;

/** `CRM integration, read only` becomes `CRM_INTEGRATION_READ_ONLY_API_KEY`. */
function variableName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toUpperCase()
    .replace(/\p{Diacritic}/gu, '')
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[_0-9]+/, '')
    .slice(0, variableLengthMax)
    .replace(/_+$/, '');
  return plain === '' ? 'API_KEY' : `${plain}_API_KEY`;
}
