import { z } from 'zod';
import { confirmationFields } from './fleet.js';
import { keyId, permissions } from './keys.js';
import { positionText } from './scalars.js';

const operationName = z.string().meta({ description: '`namespace:Operation`.' });
const access = z.enum(['read', 'write']).meta({
  id: 'OperationAccess',
  description: '`read` operations are what `namespace:read` covers.',
});

const route = z
  .strictObject({
    method: z.string().meta({ description: 'Upper case.' }),
    path: z.string().meta({ description: 'OpenAPI form, relative to the server: `/orders/{id}`.' }),
  })
  .meta({ id: 'OperationRoute' });

const group = z
  .strictObject({
    id: z.string().meta({ pattern: '^[a-z][a-z0-9-]{0,62}$' }),
    title: z.string(),
    operations: z.array(operationName),
  })
  .meta({ id: 'PermissionGroup' });

/** Judged by the domain. */
export const catalogueBody = z
  .strictObject({
    operations: z.array(
      z
        .strictObject({
          name: operationName,
          access,
          summary: z.string().nullable().optional(),
          routes: z.array(route).optional(),
        })
        .meta({ id: 'DefineOperation' }),
    ),
    groups: z.array(group).optional(),
  })
  .meta({ id: 'DefineCatalogue', description: 'The whole catalogue as it is to be.' });
export type CatalogueBody = z.infer<typeof catalogueBody>;

/** A document of another format than ours, judged by whoever reads it. */
export const openApiBody = z.unknown().meta({
  id: 'OpenApiDocument',
  description: 'An OpenAPI document, version 3.0 to 3.2, in JSON or YAML.',
});

export const dryRunQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .meta({ description: 'Only show what would change; nothing is recorded.' }),
});
export type DryRunQuery = z.infer<typeof dryRunQuery>;

export const catalogueQuery = z.strictObject({
  orEmpty: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .meta({ description: 'An account without a catalogue is answered with an empty one instead of 404.' }),
});
export type CatalogueQuery = z.infer<typeof catalogueQuery>;

const operation = z
  .strictObject({ name: operationName, access, summary: z.string().nullable(), routes: z.array(route) })
  .meta({ id: 'Operation' });

export const catalogue = z
  .strictObject({ operations: z.array(operation), groups: z.array(group) })
  .meta({ id: 'Catalogue' });
export type CatalogueAnswer = z.infer<typeof catalogue>;

const total = z.int().min(0);

function listOf(item: z.ZodString, id: string) {
  return z
    .strictObject({ total, items: z.array(item) })
    .meta({ id, description: 'The first of them, and how many there are.' });
}

const names = listOf(z.string(), 'Names');

const operationChanged = z
  .strictObject({
    name: operationName,
    access: z.strictObject({ from: access, to: access }).nullable().meta({ description: 'Null: as before.' }),
    summaryChanged: z.boolean(),
    routesChanged: z.boolean(),
  })
  .meta({ id: 'OperationChanged' });

const groupChanged = z
  .strictObject({
    id: z.string(),
    title: z
      .strictObject({ from: z.string(), to: z.string() })
      .nullable()
      .meta({ description: 'Null: as before.' }),
    added: names,
    removed: names,
  })
  .meta({ id: 'GroupChanged' });

const catalogueChanges = z
  .strictObject({
    operations: z.strictObject({
      added: names,
      removed: names,
      changed: z.strictObject({ total, items: z.array(operationChanged) }),
    }),
    groups: z.strictObject({
      added: names,
      removed: names,
      changed: z.strictObject({ total, items: z.array(groupChanged) }),
    }),
  })
  .meta({ id: 'CatalogueChanges' });
export type CatalogueChangesAnswer = z.infer<typeof catalogueChanges>;

const keyEffect = z.strictObject({ id: keyId, name: z.string(), gained: names, lost: names }).meta({
  id: 'KeyEffect',
  description: 'Operations that the key may do now and could not before, and the reverse.',
});

const keysEffect = z
  .strictObject({
    widened: total.meta({ description: 'How many keys gain operations.' }),
    narrowed: total.meta({ description: 'How many keys lose operations.' }),
    complete: z.boolean().meta({
      description: 'False: the keys hold so many different lists of scopes that not all were looked at.',
    }),
    items: z
      .array(keyEffect)
      .nullable()
      .meta({ description: 'The first of these keys; null: your key may not list keys.' }),
    scopesNamingNothing: z
      .strictObject({ total, items: z.array(z.strictObject({ scope: z.string(), keys: total })) })
      .meta({ description: 'Scopes that keys hold and that name nothing in the new catalogue.' }),
  })
  .meta({
    id: 'KeysEffect',
    description: 'On keys that can be used, or can be again once they are enabled.',
  });
export type KeysEffectAnswer = z.infer<typeof keysEffect>;

const reportEntry = z
  .strictObject({
    at: z.string().meta({ description: 'JSON pointer into the document.' }),
    outcome: z.enum(['left-out', 'assumed']),
    message: z.string(),
  })
  .meta({ id: 'ReportEntry' });

const catalogueDefinedFields = {
  ...confirmationFields,
  dryRun: z.boolean(),
  position: positionText.nullable().meta({ description: 'Null for a dry run.' }),
  revision: z.int().min(0).nullable().meta({ description: 'Of the account. Null for a dry run.' }),
  operations: total.meta({ description: 'How many the new catalogue has.' }),
  groups: total.meta({ description: 'How many the new catalogue has.' }),
  changes: catalogueChanges,
  keys: keysEffect.nullable().meta({
    description:
      'Null: the catalogue is recorded, but what is known of the keys is not recent enough to tell.',
  }),
};

export const catalogueDefined = z.strictObject(catalogueDefinedFields).meta({ id: 'CatalogueDefined' });
export type CatalogueDefinedAnswer = z.infer<typeof catalogueDefined>;

export const catalogueTaken = z
  .strictObject({
    ...catalogueDefinedFields,
    report: z
      .strictObject({ total, items: z.array(reportEntry) })
      .meta({ description: 'What of the document was not understood as it stands.' }),
  })
  .meta({ id: 'CatalogueTaken' });
export type CatalogueTakenAnswer = z.infer<typeof catalogueTaken>;

const allowedScope = z
  .strictObject({
    scope: z.string(),
    permissions: permissions
      .nullable()
      .meta({ description: 'The scope in the profile’s words; null: it speaks of scopes.' }),
    mostRestrictive: z.boolean(),
  })
  .meta({ id: 'AllowedScope' });

export const allowedScopesAnswer = z
  .strictObject({ operation, groups: z.array(z.string()), allowedScopes: z.array(allowedScope) })
  .meta({ id: 'AllowedScopes', description: 'Each suffices; the most restrictive first.' });
export type AllowedScopesAnswer = z.infer<typeof allowedScopesAnswer>;

export const allowedOperationsAnswer = z
  .strictObject({
    scope: z.string(),
    permissions: permissions.nullable(),
    operations: z.array(
      z
        .strictObject({
          name: operationName,
          access,
          leastScope: z.string().meta({ description: 'The most restrictive scope that allows it.' }),
        })
        .meta({ id: 'AllowedOperation' }),
    ),
  })
  .meta({ id: 'AllowedOperations' });
export type AllowedOperationsAnswer = z.infer<typeof allowedOperationsAnswer>;
