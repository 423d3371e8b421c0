import type { OperationAccess, OperationCatalogue } from './catalogue.js';
import { type CompiledScopes, decidingScope } from './compiled-scopes.js';

/** Namespace of Keyledger's own operations, which admin and service keys (account `system`) hold scopes on. */
export const systemNamespace = 'keyledger';

const systemOperations = {
  OpenAccount: 'write',
  ListAccounts: 'read',
  GetAccount: 'read',
  DisableApiAccess: 'write',
  EnableApiAccess: 'write',
  DescribeAccount: 'write',
  ChooseProfile: 'write',
  DefineCatalogue: 'write',
  ReadCatalogue: 'read',
  CreateKey: 'write',
  ListKeys: 'read',
  GetKey: 'read',
  DescribeKey: 'write',
  ChangeScopes: 'write',
  UpdateIpAllowlist: 'write',
  ChangeExpiry: 'write',
  ChangeLimits: 'write',
  DisableKey: 'write',
  EnableKey: 'write',
  RevokeKey: 'write',
  RotateKey: 'write',
  ImportKey: 'write',
  ReadHistory: 'read',
  ReadAudit: 'read',
  ReadUsage: 'read',
  ListAlerts: 'read',
  HandleAlerts: 'write',
  MuteAlerts: 'write',
  ChangeAlertPolicy: 'write',
  ListWebhooks: 'read',
  ChangeWebhooks: 'write',
  ListVerifiers: 'read',
  ReadRevocations: 'read',
  // Not covered by `keyledger:read`: an auditor looks at keys, only a service may try their values.
  Verify: 'write',
} as const satisfies Record<string, OperationAccess>;

export type SystemOperation = keyof typeof systemOperations;

/** Keyledger's own operations by full name. The only catalogue under which scopes may be narrowed, `keyledger@acme:…`. */
export const systemCatalogue: OperationCatalogue = new Map(
  Object.entries(systemOperations).map(([name, access]) => [
    `${systemNamespace}:${name}`,
    { access, groups: [] },
  ]),
);

/**
 * The scope that allows one of Keyledger's own operations, or null: a scope on all accounts decides before one on the
 * account concerned.
 *
 * @param accountId the account that the operation is about; null: about none or about all, and then a scope on a
 *   single account does not do
 */
export function decidingSystemScope(
  compiled: CompiledScopes,
  operation: SystemOperation,
  accountId: string | null,
): string | null {
  const known = systemCatalogue.get(`${systemNamespace}:${operation}`) ?? null;
  const everywhere = decidingScope(compiled, `${systemNamespace}:${operation}`, known);
  if (everywhere !== null || accountId === null) return everywhere;
  return decidingScope(compiled, `${systemNamespace}@${accountId}:${operation}`, known);
}

/** The narrowest scope that allows one of Keyledger's own operations. */
export function sufficientSystemScope(operation: SystemOperation, accountId: string | null): string {
  const namespace = accountId === null ? systemNamespace : `${systemNamespace}@${accountId}`;
  return `${namespace}:${operation}`;
}
