import type { KeyAnswer } from '@keyledger/contracts';
import { type CreateKey, type ExistingKey, profileOf } from '@keyledger/domain';
import type { KeyView } from '@keyledger/read-models';
import type { RequestMetadata } from '../http/request-metadata.js';
import { type LastUses, neverUsed } from '../usage/usage-reader.js';

/** A key as the read model has it, and when it was used last. */
export function keyAnswer(view: KeyView, uses: LastUses): KeyAnswer {
  return {
    id: view.keyId,
    account: view.accountId,
    name: view.name,
    description: view.description,
    tags: [...view.tags],
    owner: view.owner,
    environment: view.environment,
    attributes: { ...view.attributes },
    profile: view.profile,
    kind: view.kind,
    permissions: permissionsAnswer(view),
    rotatedFrom: view.rotatedFrom,
    rotation: view.rotation === null ? null : { ...view.rotation, overlap: { ...view.rotation.overlap } },
    rotationDue: view.rotationDue,
    visibleStart: view.visibleStart,
    status: view.status,
    statusChange: view.statusChange,
    scopes: [...view.scopes],
    ipAllowlist: { enforced: view.ipAllowlist.enforced, entries: [...view.ipAllowlist.entries] },
    limits: [...view.limits],
    expiresAt: view.expiresAt,
    createdAt: view.createdAt,
    createdBy: view.createdBy,
    updatedAt: view.updatedAt,
    revision: view.revision,
    ...uses,
  };
}

/** The scopes in the words of the key's profile; null: it speaks of scopes. */
export function permissionsAnswer({
  profile,
  scopes,
}: Pick<ExistingKey, 'profile' | 'scopes'>): KeyAnswer['permissions'] {
  const terms = profileOf(profile).permissions.toTerms(scopes);
  if (terms === null) return null;
  const { groups, operations, ...level } = terms;
  return {
    ...level,
    ...(groups && { groups: [...groups] }),
    ...(operations && { operations: [...operations] }),
  };
}

interface NewKey {
  readonly command: Pick<CreateKey, 'visibleStart'>;
  readonly state: ExistingKey;
  readonly revision: number;
  readonly metadata: Pick<RequestMetadata, 'actor' | 'time'>;
}

/** A key that was created just now: the read model may not have it yet. */
export function newKeyAnswer({ command, state, revision, metadata }: NewKey): KeyAnswer {
  return {
    id: state.keyId,
    account: state.accountId,
    name: state.name,
    description: state.description,
    tags: [...state.tags],
    owner: state.owner,
    environment: state.environment,
    attributes: { ...state.attributes },
    profile: state.profile,
    kind: state.kind,
    permissions: permissionsAnswer(state),
    rotatedFrom: state.rotatedFrom,
    rotation: null,
    rotationDue: false,
    visibleStart: command.visibleStart,
    status: 'active',
    statusChange: null,
    scopes: [...state.scopes],
    ipAllowlist: { enforced: state.ipAllowlist.enforced, entries: [...state.ipAllowlist.entries] },
    limits: [...state.limits],
    expiresAt: state.expiresAt,
    createdAt: metadata.time,
    createdBy: metadata.actor,
    updatedAt: metadata.time,
    revision,
    ...neverUsed,
  };
}
