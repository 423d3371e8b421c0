import { Query } from '@nestjs/cqrs';
import type {
  AllowedOperationsAnswer,
  AllowedScopesAnswer,
  CatalogueAnswer,
  CatalogueQuery,
} from '@keyledger/contracts';
import {
  type CatalogueDefinition,
  type OperationCatalogue,
  type Permissions,
  type Refusal,
  allowedScopes,
  checkScopes,
  isRefusal,
  operationsAllowedBy,
  parseScope,
  profileOf,
  quoted,
  refuse,
  systemAccountId,
  systemCatalogue,
} from '@keyledger/domain';
import { queryHandler } from '../cqrs/message-handlers.js';
import type { AtRevision } from '../http/answers.js';
import { compiled } from '../keys/granting.js';
import type { FoundAccount } from '../ledger/account-states.js';
import type { Ledger } from '../ledger/ledger.js';

export class ReadCatalogueMessage extends Query<AtRevision<CatalogueAnswer> | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: CatalogueQuery,
  ) {
    super();
  }
}

export class ListAllowedScopesMessage extends Query<AllowedScopesAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly operation: string,
  ) {
    super();
  }
}

export class ListAllowedOperationsMessage extends Query<AllowedOperationsAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly scope: string,
  ) {
    super();
  }
}

interface FoundCatalogue {
  /** Of the account. */
  readonly revision: number;
  readonly definition: CatalogueDefinition;
  readonly operations: OperationCatalogue;
  readonly permissions: Permissions;
}

/** Answers about catalogues, from the log: never older than the question. */
export class CatalogueReader {
  constructor(private readonly ledger: Ledger) {}

  async read({ accountId, query }: ReadCatalogueMessage): Promise<AtRevision<CatalogueAnswer> | Refusal> {
    const account = await this.ledger.findAccount(accountId);
    const found = foundCatalogue(account);
    if (!isRefusal(found)) return { revision: found.revision, answer: catalogueAnswer(found.definition) };
    if (account === null || !query.orEmpty || found.code !== 'CATALOGUE_NOT_FOUND') return found;
    return { revision: account.revision, answer: { operations: [], groups: [] } };
  }

  async allowedScopes({
    accountId,
    operation: name,
  }: ListAllowedScopesMessage): Promise<AllowedScopesAnswer | Refusal> {
    const found = await this.find(accountId);
    if (isRefusal(found)) return found;
    const { definition, operations, permissions } = found;
    const operation = definition.operations.find((candidate) => candidate.name === name);
    const scopes = allowedScopes(name, operations, permissions.accepts);
    if (operation === undefined || scopes === null) {
      return refuse('OPERATION_NOT_FOUND', `${quoted(name)} is not in the catalogue.`);
    }
    return {
      operation: { ...operation, routes: [...operation.routes] },
      groups: [...(operations.get(name)?.groups ?? [])],
      allowedScopes: scopes.map((scope, index) => {
        return { scope, permissions: termsOf(permissions, scope), mostRestrictive: index === 0 };
      }),
    };
  }

  async allowedOperations({
    accountId,
    scope: text,
  }: ListAllowedOperationsMessage): Promise<AllowedOperationsAnswer | Refusal> {
    const found = await this.find(accountId);
    if (isRefusal(found)) return found;
    const { operations, permissions } = found;
    const checked = checkScopes([text], operations, permissions.accepts);
    if (isRefusal(checked)) return checked;
    const scope = parseScope(text);
    if (scope === null) throw new Error('A scope that was checked is none');
    const allowed = operationsAllowedBy(scope, operations, permissions.accepts);
    return {
      scope: scope.text,
      permissions: termsOf(permissions, scope.text),
      operations: allowed.map((operation) => {
        return { ...operation, access: operations.get(operation.name)?.access ?? 'write' };
      }),
    };
  }

  private async find(accountId: string): Promise<FoundCatalogue | Refusal> {
    return foundCatalogue(await this.ledger.findAccount(accountId));
  }
}

function foundCatalogue(account: FoundAccount | null): FoundCatalogue | Refusal {
  if (account === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
  const { revision, state } = account;
  const { permissions } = profileOf(state.profile);
  if (state.accountId === systemAccountId) {
    return { revision, definition: systemDefinition, operations: systemCatalogue, permissions };
  }
  return state.catalogue === null
    ? refuse('CATALOGUE_NOT_FOUND', 'Send one with PUT, or an OpenAPI document.')
    : { revision, definition: state.catalogue, operations: compiled(state.catalogue), permissions };
}

function catalogueAnswer({ operations, groups }: CatalogueDefinition): CatalogueAnswer {
  return {
    operations: operations.map((operation) => ({ ...operation, routes: [...operation.routes] })),
    groups: groups.map((group) => ({ ...group, operations: [...group.operations] })),
  };
}

/** Keyledger's own operations as any account would have told them. */
const systemDefinition: CatalogueDefinition = {
  operations: [...systemCatalogue].map(([name, { access }]) => ({ name, access, summary: null, routes: [] })),
  groups: [],
};

function termsOf({ toTerms }: Permissions, scope: string): AllowedOperationsAnswer['permissions'] {
  const terms = toTerms([scope]);
  if (terms === null) return null;
  const { groups, operations, ...level } = terms;
  return {
    ...level,
    ...(groups && { groups: [...groups] }),
    ...(operations && { operations: [...operations] }),
  };
}

export const catalogueQueryHandlers = [
  queryHandler(ReadCatalogueMessage, CatalogueReader, (reader, message) => reader.read(message)),
  queryHandler(ListAllowedScopesMessage, CatalogueReader, (reader, message) => reader.allowedScopes(message)),
  queryHandler(ListAllowedOperationsMessage, CatalogueReader, (reader, message) =>
    reader.allowedOperations(message),
  ),
];
