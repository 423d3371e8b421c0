import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { webhookSecretsKeyIn } from './webhook-secrets-key.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyledger-key-'));
});

afterEach(() => rm(directory, { recursive: true }));

describe('webhookSecretsKeyIn', () => {
  it('makes a key once, for its owner alone', async () => {
    const key = await webhookSecretsKeyIn(directory);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(await webhookSecretsKeyIn(directory)).toBe(key);
    expect((await stat(join(directory, 'webhook-secrets.key'))).mode & 0o777).toBe(0o600);
  });

  it('does not start on a file that holds none', async () => {
    await writeFile(join(directory, 'webhook-secrets.key'), 'nonsense');
    await expect(webhookSecretsKeyIn(directory)).rejects.toThrow('holds no key');
  });
});
