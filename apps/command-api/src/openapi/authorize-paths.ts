import { parametersAfterPrefix, parametersInHeaders } from './authorize-headers.js';
import { authorizeResponses } from './authorize-responses.js';
import type { Components, JsonSchema } from './json-schema.js';

/** Those that OpenAPI 3.1 has words for. */
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

const described =
  'For gateways, with any method: whether the client’s request may pass. The credential is the client’s own, in the headers of the ' +
  'account’s profile; no other is asked for, but `X-Keyledger-Gateway` where a secret is set. A body is not read. Refusals are told as the ' +
  'profile has it: the examples are named by profile and reason. See docs/profiles.md and examples/nginx.';

/** Where clients of an account carry their credentials, by its profile. */
export const clientSecuritySchemes: JsonSchema = {
  clientBearer: { type: 'http', scheme: 'bearer', description: 'A client’s key.' },
  clientKey: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'A client’s key.' },
  clientUser: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-user',
    description: 'The account’s e-mail address.',
  },
  clientToken: { type: 'apiKey', in: 'header', name: 'x-api-token', description: 'A client’s token.' },
};

const security = [{ clientBearer: [] }, { clientKey: [] }, { clientUser: [], clientToken: [] }];

export interface AuthorizePaths {
  readonly paths: Readonly<Record<string, JsonSchema>>;
  /** For `#/components/responses`. */
  readonly responses: JsonSchema;
}

/** `/v1/authorize/{account}`: no line of the table of operations, since its methods, credentials and answers are its clients’. */
export function authorizePaths(components: Components): AuthorizePaths {
  const byStatus = Object.entries(authorizeResponses(components));
  const named = (status: string) => `Authorize${status}`;
  const responses = Object.fromEntries(
    byStatus.map(([status]) => [status, { $ref: `#/components/responses/${named(status)}` }]),
  );
  const item = (operationId: string, summary: string, parameters: readonly JsonSchema[]): JsonSchema => ({
    parameters,
    ...Object.fromEntries(
      methods.map((method) => [
        method,
        {
          ...{ operationId: `${operationId}By${capitalised(method)}`, summary, description: described },
          ...{ tags: ['Verification'], security, responses },
        },
      ]),
    ),
  });
  return {
    paths: {
      '/v1/authorize/{account}': item('authorize', 'May this request pass the gateway?', parametersInHeaders),
      '/v1/authorize/{account}/{path}': item(
        'authorizePath',
        'May this request pass the gateway, which is sent as it is?',
        parametersAfterPrefix,
      ),
    },
    responses: Object.fromEntries(byStatus.map(([status, response]) => [named(status), response])),
  };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
