import { checksummedFormat } from './checksummed-format.js';

/** XN-1; the prefix tells production from what comes before it (XN-12). */
export const permissionLevelsFormat = checksummedFormat({
  kind: 'key',
  doc: 'xn_live_ or xn_test_, 27 random characters and a checksum, as Authorization: Bearer KEY.',
  brand: 'xn',
  transport: { kind: 'bearer' },
});
