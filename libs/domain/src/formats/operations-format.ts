import { checksummedFormat } from './checksummed-format.js';

/** SG-5. */
export const operationsFormat = checksummedFormat({
  kind: 'key',
  doc: 'sg_live_ or sg_test_, 27 random characters and a checksum, in the header X-API-Key.',
  brand: 'sg',
  transport: { kind: 'header', header: 'x-api-key' },
});
