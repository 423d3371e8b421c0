import type { GatewayKeyAnswer } from '@keyledger/contracts';
import { type ExistingKey, profileOf } from '@keyledger/domain';

/** Names of the attributes in which keys of a messaging gateway keep what only its clients know of. */
export const gatewayAttributes = { username: 'username', trafficType: 'trafficType' } as const;

type Told = Pick<ExistingKey, 'keyId' | 'owner' | 'scopes' | 'createdAt' | 'attributes'>;

/** A key as the gateway's clients know it, out of the read model or the log. */
export function gatewayKeyAnswer({ keyId, owner, scopes, createdAt, attributes }: Told): GatewayKeyAnswer {
  const { operations = [] } = profileOf('operations').permissions.toTerms(scopes) ?? {};
  return {
    id: keyId,
    username: usernameOf({ owner, attributes }),
    operations: [...operations],
    trafficType: attributes[gatewayAttributes.trafficType] ?? null,
    creationDate: createdAt,
  };
}

/** Keys that admins create have an owner at most. */
export function usernameOf({ owner, attributes }: Pick<Told, 'owner' | 'attributes'>): string | null {
  return attributes[gatewayAttributes.username] ?? owner;
}
