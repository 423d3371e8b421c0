import { type HttpOperation, httpOperations } from '@keyledger/contracts';
import type { OpenAPIObject } from '@nestjs/swagger';
import { authorizePaths, clientSecuritySchemes } from './authorize-paths.js';
import type { Components, JsonSchema } from './json-schema.js';
import { operationObject } from './operation-object.js';

const description = `
Keyledger issues, verifies, watches and kills API keys. Every change to a key is an event in a log; every answer is
folded from those events.

- **Writes** answer with the \`position\` of what was recorded. Give it as \`minPosition\` to a read and the answer is not
  older than your write. One that is refused for what the log says (\`412\`, for example) names the position of that in
  \`Keyledger-Position\`.
- **Problems** are RFC 9457 documents. \`code\` is the contract for programs; \`title\` and \`detail\` are for people.
- **Lists** come in pages: give \`nextCursor\` back as \`cursor\`, with the same filters.
- **Unknown fields** are refused, so that a misspelt restriction is not silently no restriction.
`.trim();

const tags: Readonly<Record<HttpOperation['tag'], string>> = {
  Accounts: 'Whose keys they are, and the switch for all of them at once.',
  Catalogue: 'What the account’s API does, and which scopes allow it.',
  Keys: 'The life of a key.',
  Webhooks: 'Where events of an account are sent, and what became of each.',
  Alerts: 'What looks wrong in the use of keys, what came of it, and what an account wants to hear of.',
  Audit: 'What has happened, and by whom.',
  Usage: 'How keys are used: how often, for what, from where.',
  'Messaging gateway':
    'Keys that manage the keys of their own account, in accounts of the profile `operations`.',
  Verifiers: 'The processes that give verdicts, and what has arrived at each.',
  Sessions: 'Browsers that an admin is signed in on.',
  Verification: 'Answered by the verifiers, not by the admin API.',
};

/** The OpenAPI 3.1 document, made of the table of operations: what validates is what is documented. */
export function openApiDocument(): OpenAPIObject {
  const components: Components = {};
  const paths: Record<string, JsonSchema> = {};
  for (const operation of httpOperations) {
    const item = (paths[operation.path] ??= {});
    item[operation.method.toLowerCase()] = operationObject(operation, components);
  }
  const authorize = authorizePaths(components);
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Keyledger',
      version: '1',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'Wherever this document comes from.' }],
    tags: Object.entries(tags).map(([name, text]) => ({ name, description: text })),
    paths: { ...paths, ...authorize.paths },
    components: {
      schemas: Object.fromEntries(
        Object.entries(components).sort(([left], [right]) => (left < right ? -1 : 1)),
      ),
      responses: authorize.responses,
      securitySchemes: {
        ...clientSecuritySchemes,
        adminKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key of the account `system`. The first start prints the root key, once.',
        },
        clientCredentials: {
          type: 'http',
          scheme: 'basic',
          description: 'The id of a service key, and its value for the password (RFC 6749 section 2.3.1).',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'keyledger_session',
          description:
            'A browser that was signed in (`POST /v1/session`); over https the name begins with `__Host-`. Writes need `X-CSRF-Token`.',
        },
        gatewayKey: {
          type: 'apiKey',
          in: 'header',
          name: 'X-API-Key',
          description: 'A key of an account of the profile `operations`.',
        },
      },
    },
  };
  return document as unknown as OpenAPIObject;
}
