import { oauthError, oauthErrorOf } from '@keyledger/contracts';
import { type Code, codes } from '@keyledger/domain';
import { type Components, type JsonSchema, jsonSchemaOf } from './json-schema.js';

/** One response per status; its examples are what each code is told as. */
export function oauthErrorResponses(possible: readonly Code[], components: Components): JsonSchema {
  const schema = jsonSchemaOf(oauthError, components);
  const statuses = [...new Set(possible.map((code) => oauthErrorOf(code).status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = possible.filter((code) => oauthErrorOf(code).status === status);
      const examples = ofStatus.map((code) => [code, { value: oauthErrorOf(code).body }]);
      const content = {
        'application/json': { schema, examples: Object.fromEntries(examples) as JsonSchema },
      };
      return [status, { description: ofStatus.map((code) => codes[code].doc).join('\n\n'), content }];
    }),
  );
}
