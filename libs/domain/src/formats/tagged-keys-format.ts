import { checksummedFormat } from './checksummed-format.js';

/** TX-1. */
export const taggedKeyFormat = checksummedFormat({
  kind: 'key',
  doc: 'For API v2: tk_live_ or tk_test_, 27 random characters and a checksum, as Authorization: Bearer KEY.',
  brand: 'tk',
  transport: { kind: 'bearer' },
});

/** TX-6. */
export const taggedTokenFormat = checksummedFormat({
  kind: 'token',
  doc: 'For API v1: tt_live_ or tt_test_, 27 random characters and a checksum, in x-api-token, with the e-mail address of its owner in x-api-user.',
  brand: 'tt',
  transport: { kind: 'header-pair', userHeader: 'x-api-user', valueHeader: 'x-api-token' },
});
