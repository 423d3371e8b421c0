import type { DefinedOperation } from '@keyledger/domain';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RequestRoutes } from './request-routes.js';

/** `'orders:Get': 'GET /orders/{id}'`, several routes separated by commas. */
function routesOf(routes: Readonly<Record<string, string>>): RequestRoutes {
  const operations = Object.entries(routes).map(([name, text]): DefinedOperation => ({
    ...{ name, access: 'write', summary: null },
    routes: text.split(', ').map((route) => {
      const [method = '', path = ''] = route.split(' ');
      return { method, path };
    }),
  }));
  return new RequestRoutes({ operations, groups: [] });
}

const orders = routesOf({
  'orders:List': 'GET /orders, GET /orders/',
  'orders:Create': 'POST /orders',
  'orders:Get': 'GET /orders/{id}',
  'orders:Mine': 'GET /orders/mine',
  'orders:Delete': 'DELETE /orders/{order}',
  'orders:Lines': 'GET /orders/{id}/lines/{line}',
  'orders:Download': 'GET /orders/{id}.{format}',
  'orders:DownloadPdf': 'GET /orders/{id}.pdf',
  'orders:Cancel': 'POST /orders/{id}:cancel',
  'orders:Spaced': 'GET /my%20orders',
  'orders:Root': 'GET /',
});

describe('the operation of a request', () => {
  it.each([
    ['GET', '/orders', 'orders:List'],
    ['GET', '/orders/', 'orders:List'],
    ['POST', '/orders', 'orders:Create'],
    ['GET', '/orders/1', 'orders:Get'],
    ['GET', '/orders/mine', 'orders:Mine'],
    ['GET', '/orders/%6dine', 'orders:Mine'],
    ['DELETE', '/orders/mine', 'orders:Delete'],
    ['GET', '/orders/1/lines/2', 'orders:Lines'],
    ['GET', '/orders/mine/lines/2', 'orders:Lines'],
    ['GET', '/orders/1.csv', 'orders:Download'],
    ['GET', '/orders/1.pdf', 'orders:DownloadPdf'],
    ['POST', '/orders/1:cancel', 'orders:Cancel'],
    ['GET', '/my%20orders', 'orders:Spaced'],
    ['GET', '/', 'orders:Root'],
    ['HEAD', '/orders/1', 'orders:Get'],
    ['GET', '/orders/%C3%A9', 'orders:Get'],
    ['GET', '/orders/;v=1', 'orders:Get'],
  ])('%s %s is %s', (method, path, operation) => {
    expect(orders.operationOf(method, path)).toBe(operation);
  });

  it.each([
    ['PUT', '/orders'],
    ['get', '/orders'],
    ['OPTIONS', '/orders'],
    ['HEAD', '/nothing'],
    ['GET', '/Orders'],
    ['GET', '/orders/1/'],
    ['GET', '//orders'],
    ['GET', '/orders//lines/2'],
    ['GET', '/orders/..'],
    ['GET', '/orders/.'],
    ['GET', '/orders/%2e%2E'],
    ['GET', '/orders/..;x=1'],
    ['GET', '/orders/../orders'],
    ['GET', '/orders/1%2Flines%2F2'],
    ['GET', '/orders/1%252Flines'],
    ['GET', '/orders/1\\lines'],
    ['GET', '/orders/1%5Clines'],
    ['GET', '/orders/%00'],
    ['GET', '/orders/%'],
    ['GET', '/orders/%ff'],
    ['POST', '/orders/:cancel'],
    ['GET', 'orders'],
    ['GET', '*'],
    ['GET', ''],
    ['GET', 'http://elsewhere/orders'],
  ])('%s %s is none', (method, path) => {
    expect(orders.operationOf(method, path)).toBeNull();
  });

  it('is none where two operations claim the same requests, however they name the placeholder', () => {
    const claimed = routesOf({ 'a:Get': 'GET /a/{id}', 'b:Get': 'GET /a/{name}', 'b:Put': 'PUT /a/{name}' });
    expect(claimed.operationOf('GET', '/a/1')).toBeNull();
    expect(claimed.operationOf('PUT', '/a/1')).toBe('b:Put');
  });

  it('is found through any number of placeholders in one segment', () => {
    const odd = routesOf({ 'a:Get': `GET /${'{x}'.repeat(100)}-{y}` });
    expect(odd.operationOf('GET', `/${'a'.repeat(100)}-b`)).toBe('a:Get');
    expect(odd.operationOf('GET', `/${'a'.repeat(99)}-b`)).toBeNull();
    expect(odd.operationOf('GET', `/${'a'.repeat(8_000)}`)).toBeNull();
  });

  it('never throws, and is the same whatever an unreserved character is written as', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        orders.operationOf('GET', text);
        orders.operationOf('GET', `/orders/${text}`);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{1,10}$/), (id) => {
        const encoded = id.replace(/./g, (character) => `%${character.charCodeAt(0).toString(16)}`);
        expect(orders.operationOf('GET', `/orders/${encoded}`)).toBe(
          orders.operationOf('GET', `/orders/${id}`),
        );
      }),
    );
  });
});

describe('a catalogue without routes', () => {
  it('says nothing of requests', () => {
    expect(new RequestRoutes({ operations: [], groups: [] }).isEmpty).toBe(true);
    expect(orders.isEmpty).toBe(false);
  });
});
