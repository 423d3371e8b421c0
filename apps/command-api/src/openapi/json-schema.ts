import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

/** JSON Schemas by name, for `#/components/schemas`. */
export type Components = Record<string, JsonSchema>;

/**
 * The JSON Schema (2020-12, which OpenAPI 3.1 speaks) of what a schema takes in. Schemas with an id become components,
 * added to `components`, and are referred to.
 */
export function jsonSchemaOf(schema: z.ZodType, components: Components): JsonSchema {
  const { $defs, ...root } = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  delete root.$schema; // the dialect is the document's
  for (const [name, definition] of Object.entries(($defs ?? {}) as Components)) {
    components[name] = withComponentRefs(definition) as JsonSchema;
  }
  return withComponentRefs(root) as JsonSchema;
}

function withComponentRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withComponentRefs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      name === '$ref' && typeof item === 'string'
        ? item.replace('#/$defs/', '#/components/schemas/')
        : withComponentRefs(item),
    ]),
  );
}
