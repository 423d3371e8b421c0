import { checksummedFormat } from './checksummed-format.js';

/** Of the default profile, and of Keyledger's own admins. */
export const keyledgerFormat = checksummedFormat({
  kind: 'key',
  doc: 'kl_live_ or kl_test_, 27 random characters and a checksum, as Authorization: Bearer KEY.',
  brand: 'kl',
  transport: { kind: 'bearer' },
});
