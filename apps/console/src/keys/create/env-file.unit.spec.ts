import { describe, expect, it } from '@jest/globals';
import { envFile } from './env-file.js';

describe('the .env file of a new key', () => {
  it('names the variable after the key, in what a shell takes', () => {
    expect(envFile('CRM integration, read only', 'kl_1')).toBe('CRM_INTEGRATION_READ_ONLY_API_KEY=kl_1\n');
    expect(envFile('2nd café', 'kl_1')).toBe('ND_CAFE_API_KEY=kl_1\n');
  });

  it('has a name where the key’s has no Latin letter', () => {
    expect(envFile('キー', 'kl_1')).toBe('API_KEY=kl_1\n');
  });
});
