import { expect } from '@jest/globals';
import { type ProfileId, isRefusal, profileOf } from '@keyledger/domain';
import { type OpenApiReading, catalogueOfOpenApi } from './catalogue-of-openapi.js';

export const list = { operationId: 'listOrders', tags: ['Orders'], summary: 'All orders' };
export const create = { operationId: 'createOrder', tags: ['Orders'] };

export function convert(document: unknown, profile: ProfileId = 'keyledger') {
  return catalogueOfOpenApi(document, profileOf(profile).permissions);
}

export function read(document: object, profile?: ProfileId): OpenApiReading {
  const reading = convert({ openapi: '3.1.0', ...document }, profile);
  if (isRefusal(reading)) throw new Error(reading.detail);
  return reading;
}

export function operationsOf(paths: object, rest: object = {}) {
  const { catalogue, report } = read({ paths, ...rest });
  return { operations: catalogue.operations, groups: catalogue.groups, report };
}

export const leftOut = (at: string) => expect.objectContaining({ at, outcome: 'left-out' }) as unknown;
export const assumed = (at: string) => expect.objectContaining({ at, outcome: 'assumed' }) as unknown;
