import { gatewayError } from '@keyledger/contracts';
import { type Code, codes } from '@keyledger/domain';
import { problem } from '@keyledger/platform';
import { dressForGateway } from '../messaging-gateway/gateway-problems.js';
import { type Components, type JsonSchema, jsonSchemaOf } from './json-schema.js';

/** One response per status; its examples are what each code is told as. */
export function gatewayErrorResponses(possible: readonly Code[], components: Components): JsonSchema {
  const schema = jsonSchemaOf(gatewayError, components);
  const statuses = [...new Set(possible.map(statusOf))];
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = possible.filter((code) => statusOf(code) === status);
      const examples = ofStatus.map((code) => [code, { value: dressForGateway(problem(code)).body }]);
      const content = {
        'application/json': { schema, examples: Object.fromEntries(examples) as JsonSchema },
      };
      return [status, { description: ofStatus.map((code) => codes[code].doc).join('\n\n'), content }];
    }),
  );
}

function statusOf(code: Code): number {
  return dressForGateway(problem(code)).status;
}
