import { problemDetails } from '@keyledger/contracts';
import {
  type Denial,
  type ProfileAnswer,
  type ProfileId,
  codes,
  denialCodes,
  profileIds,
  profileOf,
} from '@keyledger/domain';
import { problem, problemMediaType } from '@keyledger/platform';
import { headersOfAllowed, headersOfRefusalInHeaders, headersOfRefused } from './authorize-headers.js';
import { type Components, type JsonSchema, jsonSchemaOf } from './json-schema.js';

const calledOperation = 'orders:Create';

/** What is wrong with the gateway’s own request is told in no profile’s words. */
const ofGateways = ['INVALID_REQUEST', 'GATEWAY_NOT_RECOGNISED'] as const;

interface Example {
  readonly name: string;
  readonly status: number;
  readonly mediaType: string;
  readonly value: unknown;
}

/** By status: each profile’s answer to each reason, made by what answers gateways. */
export function authorizeResponses(components: Components): Readonly<Record<number, JsonSchema>> {
  const schema = jsonSchemaOf(problemDetails, components);
  const examples = [...examplesOfProfiles(), ...ofGateways.map(exampleOfGateway)];
  const statuses = [...new Set(examples.map(({ status }) => status))].sort();
  const refused = statuses.map((status) => {
    const ofStatus = examples.filter((example) => example.status === status);
    return [status, refusal(status, ofStatus, schema)] as const;
  });
  return { 200: allowed, ...Object.fromEntries(refused) };
}

const allowed: JsonSchema = {
  description: 'The request may pass. Without a body: the headers are for the API behind the gateway.',
  headers: headersOf(headersOfAllowed),
};

function refusal(status: number, examples: readonly Example[], problemSchema: JsonSchema): JsonSchema {
  const types = [...new Set(examples.map(({ mediaType }) => mediaType))];
  return {
    description: 'The request may not pass: told in the words of the account’s profile.',
    headers: headersOf({ ...headersOfRefused, ...(status === 403 && headersOfRefusalInHeaders) }),
    content: Object.fromEntries(
      types.map((type) => {
        const ofType = examples.filter(({ mediaType }) => mediaType === type);
        const values = Object.fromEntries(ofType.map(({ name, value }) => [name, { value }]));
        const schema = type === problemMediaType ? problemSchema : { type: 'object' };
        return [type, { schema, examples: values }];
      }),
    ),
  };
}

function examplesOfProfiles(): readonly Example[] {
  return profileIds.flatMap((profile) =>
    denialCodes.map((code) => exampleOf(`${profile}.${code}`, answerOf(profile, code))),
  );
}

function answerOf(id: ProfileId, code: Denial['code']): ProfileAnswer {
  const { permissions, answerTo } = profileOf(id);
  const sufficient = code === 'INSUFFICIENT_SCOPE' ? permissions.sufficientFor(calledOperation, null) : null;
  return answerTo({ code, detail: null, sufficient });
}

function exampleOf(name: string, { status, headers, body }: ProfileAnswer): Example {
  const [mediaType = ''] = (headers['content-type'] ?? 'application/json').split(';');
  return { name, status, mediaType, value: body };
}

function exampleOfGateway(code: (typeof ofGateways)[number]): Example {
  return { name: code, status: codes[code].status, mediaType: problemMediaType, value: problem(code) };
}

function headersOf(headers: Readonly<Record<string, string>>): JsonSchema {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  );
}
