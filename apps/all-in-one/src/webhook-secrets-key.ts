import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartupError, isError } from '@keyledger/platform';

const fileName = 'webhook-secrets.key';
const keyBytes = 32;
const wellFormed = /^[A-Za-z0-9+/]{43}=$/;

/**
 * The key that secrets of webhooks are sealed with, beside the embedded database but not in it: whoever gets a dump alone
 * cannot sign. Made at the first start, readable by the owner alone.
 *
 * @throws StartupError when there is a file that holds no key
 */
export async function webhookSecretsKeyIn(directory: string): Promise<string> {
  const file = join(directory, fileName);
  const made = randomBytes(keyBytes).toString('base64');
  try {
    await writeFile(file, `${made}\n`, { flag: 'wx', mode: 0o600 });
    return made;
  } catch (error) {
    if (!isError(error) || !('code' in error) || error.code !== 'EEXIST') throw error;
  }
  const key = (await readFile(file, 'utf8')).trim();
  if (!wellFormed.test(key)) throw new StartupError(`${file} holds no key: restore it from a backup.`);
  return key;
}
