import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { codesDocument } from './document-codes.js';

describe('docs/errors.md', () => {
  it('is what the table of codes says', () => {
    const page = new URL('../../../../docs/errors.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(codesDocument());
  });
});
