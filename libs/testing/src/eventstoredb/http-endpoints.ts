import { type Server, createServer } from 'node:http';
import { serverVersion } from './server-facts.js';

/** What the server says over plain HTTP, at the same port: whether it lives, and what it is. */
export function httpEndpoints(): Server {
  return createServer((request, response) => {
    if (request.url === '/health/live') {
      response.writeHead(204).end();
    } else if (request.url === '/info') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ esVersion: `${serverVersion}.0` }));
    } else {
      response.writeHead(404).end();
    }
  });
}
