import type { EventMetadata } from '@keyledger/contracts';
import { type KeyCommand, type KeyEvent, isRefusal, keyDecider, mintKeyId } from '@keyledger/domain';
import { systemIds } from '@keyledger/platform';

/** What an admin's client sends along. */
export const metadata: Omit<EventMetadata, 'version'> = {
  actor: 'key_0123456789ABCDEFGHIJKL',
  requestId: '0b0f3a52-6a6c-4b4e-8f53-0a3d1d2c9f10',
  correlationId: '0b0f3a52-6a6c-4b4e-8f53-0a3d1d2c9f10',
  causationId: '0b0f3a52-6a6c-4b4e-8f53-0a3d1d2c9f10',
  clientAddress: '192.0.2.17',
  userAgent: 'curl/8.7.1',
  time: '2030-01-01T00:00:00.000Z',
};

/** An ordinary life of a key: created, changed twice, disabled. */
export function commandsOf(keyId: string): readonly KeyCommand[] {
  const at = Date.UTC(2030, 0, 1);
  const granting = { catalogue: null, grantorScopes: null };
  return [
    {
      type: 'CreateKey',
      ...{ keyId, at, ...granting, accountId: 'acme' },
      name: 'CI of the web shop',
      description: 'Deploys and smoke tests',
      tags: ['ci', 'web shop'],
      owner: 'ada@acme.example',
      environment: 'production',
      attributes: {},
      ...{ profile: 'keyledger', kind: 'key', rotatedFrom: null },
      scopes: ['payments:read', 'payments:Send'],
      ipAllowlist: { enforced: true, entries: ['192.0.2.0/24', '2001:db8::1'] },
      limits: [],
      expiresAt: '2030-07-01T00:00:00.000Z',
      digest: { algorithm: 'sha256', value: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' },
      visibleStart: 'kl_live_Ab3d',
    },
    { type: 'ChangeScopes', keyId, at, ...granting, scopes: ['payments:read'] },
    { type: 'ChangeExpiry', keyId, at, expiresAt: '2030-08-01T00:00:00.000Z', grantorScopes: null },
    { type: 'DisableKey', keyId, at, reason: 'policy', comment: null },
  ];
}

/** What these commands record. */
function recordedEvents(commands: readonly KeyCommand[]): readonly KeyEvent[] {
  let state = keyDecider.initialState;
  return commands.flatMap((command) => {
    const decided = keyDecider.decide(command, state);
    if (isRefusal(decided)) throw new Error(`${command.type} was refused: ${decided.detail}`);
    for (const event of decided) state = keyDecider.evolve(state, event);
    return decided;
  });
}

const template = recordedEvents(commandsOf(newKeyId()));

export const eventsPerKey = template.length;

export function eventsOf(keyId: string): readonly KeyEvent[] {
  return template.map((event) => ({ ...event, data: { ...event.data, keyId } }) as KeyEvent);
}

export function newKeyId(): string {
  return mintKeyId((count) => systemIds.bytes(count));
}
