import {
  type HttpOperation,
  type OperationBody,
  codesOfBodies,
  codesOfCallerOperations,
  codesOfEveryOperation,
  codesOfSessions,
  problemDetails,
  verifierOperations,
} from '@keyledger/contracts';
import { type Code, codes } from '@keyledger/domain';
import { problem, problemMediaType } from '@keyledger/platform';
import { oauthErrorResponses } from './oauth-error-responses.js';
import { gatewayErrorResponses } from './gateway-error-responses.js';
import { confirmationHeaders, headerParameters } from './header-parameters.js';
import { type Components, type JsonSchema, jsonSchemaOf } from './json-schema.js';

/** OpenAPI's Operation Object. */
export function operationObject(operation: HttpOperation, components: Components): JsonSchema {
  const { operationId, summary, tag, body } = operation;
  return {
    operationId,
    summary,
    description: descriptionOf(operation),
    tags: [tag],
    ...securityOf(operation),
    parameters: [
      ...pathParameters(operation),
      ...queryParameters(operation, components),
      ...headerParameters(operation),
    ],
    ...(body && {
      requestBody: {
        required: body.required !== false,
        content: contentOf(body, components),
      },
    }),
    responses: responsesOf(operation, components),
  };
}

function securityOf(operation: HttpOperation): JsonSchema {
  const { target, requires, forOAuthClients } = operation;
  if (target === 'caller') return { security: [{ gatewayKey: [] }] };
  if (target === 'session') return { security: requires === 'SignIn' ? [] : [{ session: [] }] };
  const security = [
    { adminKey: [] },
    ...(forOAuthClients === true ? [{ clientCredentials: [] }] : []),
    ...(takesSessions(operation) ? [{ session: [] }] : []),
  ];
  return { security, 'x-required-operation': `keyledger:${requires}` };
}

/** Verifiers answer programs alone. */
function takesSessions(operation: HttpOperation): boolean {
  return operation.target !== 'caller' && !verifierOperations.includes(operation);
}

function descriptionOf({ description, requires, target }: HttpOperation): string | undefined {
  if (target === 'caller' || target === 'session') return description;
  const scope =
    target === 'ledger'
      ? `Needs the scope \`keyledger:${requires}\`, or a wider one.`
      : `Needs the scope \`keyledger:${requires}\`, or \`keyledger@account:${requires}\` of the account concerned, or a wider one.`;
  return description === undefined ? scope : `${description}\n\n${scope}`;
}

function contentOf(
  { schema, example, mediaType = 'application/json', otherMediaTypes = [] }: OperationBody,
  components: Components,
): JsonSchema {
  const content = { schema: jsonSchemaOf(schema, components), example };
  return Object.fromEntries([mediaType, ...otherMediaTypes].map((type) => [type, content]));
}

const pathParameterTexts: Readonly<Record<string, { description: string; example: string }>> = {
  account: { description: 'The slug of the account.', example: 'acme' },
  operation: { description: 'Full name of an operation.', example: 'orders:List' },
  scope: { description: 'A scope.', example: 'orders:read' },
  id: { description: 'The id of the key.', example: 'key_4mYz0QfX8sL2cT7bN1vR9k' },
};

function pathParameters({ path, parameters }: HttpOperation): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    ...(parameters?.[name] ?? pathParameterTexts[name]),
  }));
}

function queryParameters({ query }: HttpOperation, components: Components): JsonSchema[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = jsonSchemaOf(query, components) as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

function responsesOf(operation: HttpOperation, components: Components): JsonSchema {
  const { success, confirmable } = operation;
  return {
    [success.status]: {
      description: success.description,
      headers: headersOf({
        'X-Request-Id': 'The id of the request.',
        ...success.headers,
        ...(confirmable === true && confirmationHeaders),
      }),
      ...(success.schema && {
        content: {
          [success.mediaType ?? 'application/json']: {
            schema: jsonSchemaOf(success.schema, components),
            example: success.example,
          },
          ...Object.fromEntries(
            (success.otherMediaTypes ?? []).map((type) => [type, { schema: { type: 'string' } }]),
          ),
        },
      }),
    },
    ...errorResponses(operation, components),
  };
}

function headersOf(headers: Readonly<Record<string, string>>): JsonSchema {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  );
}

/** Every code of a problem that the operation can answer with. */
export function codesOf(operation: HttpOperation): readonly Code[] {
  const { codes: own, body, target } = operation;
  const ofEvery = target === 'caller' ? codesOfCallerOperations : codesOfEveryOperation;
  const ofSessions = takesSessions(operation) ? codesOfSessions : [];
  const ofBodies = body && body.mediaType === undefined ? codesOfBodies : [];
  return [...new Set<Code>([...ofEvery, ...ofSessions, ...ofBodies, ...own])];
}

function errorResponses(operation: HttpOperation, components: Components): JsonSchema {
  const possible = codesOf(operation);
  if (operation.forOAuthClients === true) return oauthErrorResponses(possible, components);
  return operation.target === 'caller'
    ? gatewayErrorResponses(possible, components)
    : problemResponses(possible, components);
}

/** One response per status; its examples are its codes. */
function problemResponses(possible: readonly Code[], components: Components): JsonSchema {
  const schema = jsonSchemaOf(problemDetails, components);
  const statuses = [...new Set(possible.map((code) => codes[code].status))];
  return Object.fromEntries(statuses.map((status) => [status, problemResponse(status, possible, schema)]));
}

function problemResponse(status: number, possible: readonly Code[], schema: JsonSchema): JsonSchema {
  const ofStatus = possible.filter((code) => codes[code].status === status);
  return {
    description: ofStatus.map((code) => `\`${code}\`: ${codes[code].doc}`).join('\n\n'),
    headers: headersOf({ 'X-Request-Id': 'The id of the request.', ...problemHeaders[status] }),
    content: {
      [problemMediaType]: {
        schema,
        examples: Object.fromEntries(ofStatus.map((code) => [code, { value: problemExample(code) }])),
      },
    },
  };
}

const problemHeaders: Readonly<Record<number, Record<string, string>>> = {
  401: { 'WWW-Authenticate': 'RFC 6750 section 3.' },
  403: { 'WWW-Authenticate': 'RFC 6750 section 3: with FORBIDDEN, a scope that would do.' },
  412: { 'Keyledger-Position': 'A read with this `minPosition` shows what has changed.' },
  429: { 'Retry-After': 'Seconds.' },
  503: { 'Retry-After': 'Seconds.' },
};

const exampleErrors: Readonly<Partial<Record<Code, unknown>>> = {
  INVALID_REQUEST: [{ path: 'surprise', message: 'unknown field' }],
  INVALID_NAME: [{ path: 'name', message: '1 to 100 characters, without control characters' }],
};

function problemExample(code: Code): unknown {
  const errors = exampleErrors[code];
  const example = problem(code);
  return {
    ...example,
    type: `https://keyledger.example${example.type}`,
    requestId: '1f6c1b1a-6b1f-4b8e-8d53-3c8a52a2c9f0',
    ...(errors !== undefined && { errors }),
  };
}
