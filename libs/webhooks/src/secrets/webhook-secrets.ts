import type { Clock, Ids } from '@keyledger/platform';
import type pg from 'pg';
import type { SecretSeal } from './secret-seal.js';
import { secretBytes, webhookSecretOf } from './webhook-secret.js';

const insertSecret = `
INSERT INTO webhook.secret (secret_id, endpoint_id, sealed, created_at) VALUES ($1, $2, $3, $4)`;

export interface MintedSecret {
  readonly secretId: string;
  /** To be shown once. */
  readonly secret: string;
}

export interface WebhookSecretsParts {
  readonly pool: Pick<pg.Pool, 'query'>;
  readonly seal: SecretSeal;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Makes secrets. One signs nothing before the log says that its endpoint has it: a crash in between leaves it inert. */
export class WebhookSecrets {
  constructor(private readonly parts: WebhookSecretsParts) {}

  async mint(endpointId: string): Promise<MintedSecret> {
    const { pool, seal, clock, ids } = this.parts;
    const secretId = ids.uuid();
    const secret = webhookSecretOf(ids.bytes(secretBytes));
    const sealed = seal.seal(secret, secretId);
    await pool.query(insertSecret, [secretId, endpointId, sealed, new Date(clock.now())]);
    return { secretId, secret };
  }
}
