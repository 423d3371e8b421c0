import { createCipheriv, createDecipheriv } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/** The key is not the one that it was sealed with, or somebody moved or changed what is sealed. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** Keeps secrets so that whoever reads the database cannot use them. A sealed one opens under its own id alone. */
export class SecretSeal {
  private readonly key: Buffer;

  /** `key`: 32 bytes in base64. `randomBytes`: for nonces, cryptographically secure. */
  constructor(
    key: string,
    private readonly randomBytes: (count: number) => Uint8Array,
  ) {
    this.key = Buffer.from(key, 'base64');
  }

  seal(secret: string, secretId: string): Buffer {
    const nonce = this.randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.key, nonce).setAAD(Buffer.from(secretId));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws SealBroken */
  open(sealed: Buffer, secretId: string): string {
    const nonce = sealed.subarray(1, 1 + nonceBytes);
    const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
    try {
      const decipher = createDecipheriv(algorithm, this.key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(secretId)).setAuthTag(tag);
      const rest = sealed.subarray(1 + nonceBytes + tagBytes);
      return Buffer.concat([decipher.update(rest), decipher.final()]).toString('utf8');
    } catch (cause) {
      throw new SealBroken('A webhook secret was sealed with another WEBHOOK_SECRETS_KEY.', { cause });
    }
  }
}
