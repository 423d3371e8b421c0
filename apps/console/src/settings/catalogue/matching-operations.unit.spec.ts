import { describe, expect, it } from '@jest/globals';
import { matchingOperations } from './matching-operations.js';

const create = {
  name: 'orders:Create',
  access: 'write',
  summary: 'Place an order',
  routes: [{ method: 'POST', path: '/orders' }],
} as const;
const list = { name: 'orders:List', access: 'read', summary: null, routes: [] } as const;

describe('looking for operations', () => {
  it.each([
    ['', [create, list]],
    ['  orders ', [create, list]],
    ['PLACE', [create]],
    ['post order', [create]],
    ['list post', []],
  ])('%j', (wanted, expected) => {
    expect(matchingOperations([create, list], wanted)).toEqual(expected);
  });
});
