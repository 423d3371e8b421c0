import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { type HttpOperation, httpOperations, problemDetails, verifierOperations } from '@keyledger/contracts';
import { codes } from '@keyledger/domain';
import { type NestFastifyApplication, FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyInstance } from 'fastify';
import { controllers } from '../controllers.js';
import { openApiDocument } from './document.js';

interface Documented {
  readonly operationId: string;
  readonly summary: string;
  readonly security: object[];
  readonly parameters: { name: string; in: string; schema: object }[];
  readonly responses: Record<
    string,
    { content?: Record<string, { examples?: Record<string, { value: unknown }> }> }
  >;
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  openapi: string;
  paths: Record<string, Record<string, Documented>>;
};
/** Has no line in the table: see `authorize-paths.unit.spec.ts`. */
const prefixOfAuthorize = '/v1/authorize/';
const ofTable = Object.entries(document.paths).filter(([path]) => !path.startsWith(prefixOfAuthorize));
const documented = ofTable.flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

/** How one may present oneself. */
function schemesOf(operation: HttpOperation): string[] {
  if (operation.target === 'caller') return ['gatewayKey'];
  if (operation.operationId === 'startSession') return [];
  if (operation.target === 'session') return ['session'];
  if (operation.forOAuthClients === true) return ['adminKey', 'clientCredentials'];
  return verifierOperations.includes(operation) ? ['adminKey'] : ['adminKey', 'session'];
}

describe('the OpenAPI document', () => {
  it('has the routes that the controllers serve, and the verifiers’ besides', async () => {
    const served = (await servedRoutes()).filter((route) => !route.startsWith('HEAD '));
    const ofVerifiers = verifierOperations.map(({ method, path }) => `${method} ${path}`);
    expect([...served, ...ofVerifiers].sort()).toEqual(documented.map(({ route }) => route).sort());
  });

  it('resolves each of its references', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, ref = '']) => ref,
    );
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });

  it('is self-contained JSON Schema: no definitions of its own anywhere', () => {
    expect(JSON.stringify(document)).not.toMatch(/"\$(defs|schema|id)"/);
    expect(document.openapi).toBe('3.1.0');
  });

  it('has no pattern that only some regular expressions can read, such as one with Unicode properties', () => {
    expect(JSON.stringify(document)).not.toContain('\\p{');
  });

  it.each(documented.map(({ route, operation }) => [route, operation] as const))(
    '%s says what it is, what it takes and every way it can fail',
    (route, operation) => {
      const operationOfTable = httpOperations.find(
        ({ operationId }) => operationId === operation.operationId,
      );
      expect(operation.summary).not.toBe('');
      expect(operation.security.flatMap((one) => Object.keys(one))).toEqual(
        operationOfTable && schemesOf(operationOfTable),
      );
      const pathNames = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(
        pathNames,
      );
      for (const code of operationOfTable?.codes ?? []) {
        expect(examplesOf(operation, codes[code].status)).toHaveProperty(code);
      }
    },
  );

  it('shows problems as they are', () => {
    const examples = documented.flatMap(({ operation }) =>
      Object.keys(operation.responses).flatMap((status) =>
        Object.values(problemExamples(operation, Number(status))),
      ),
    );
    expect(examples.filter(({ value }) => !problemDetails.safeParse(value).success)).toEqual([]);
  });
});

/** Of errors in whatever form the operation has them. */
function examplesOf(operation: Documented, status: number) {
  const content = operation.responses[status]?.content ?? {};
  return Object.values(content)[0]?.examples ?? {};
}

function problemExamples(operation: Documented, status: number) {
  return operation.responses[status]?.content?.['application/problem+json']?.examples ?? {};
}

function resolve(reference: string): unknown {
  const path = reference.replace('#/', '').split('/');
  return path.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | undefined)?.[name],
    document,
  );
}

/** As the router has them, in OpenAPI's spelling. */
async function servedRoutes(): Promise<string[]> {
  const adapter = new FastifyAdapter();
  const routes: string[] = [];
  adapter.getInstance<FastifyInstance>().addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().map((one) => `${one} ${url.replace(/:(\w+)/g, '{$1}')}`));
  });
  const module = await Test.createTestingModule({ controllers })
    .useMocker(() => ({})) // routes are asked for, nothing is called
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(adapter);
  await app.init();
  await app.close();
  return routes;
}
