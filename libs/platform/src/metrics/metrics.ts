import { Registry, collectDefaultMetrics } from 'prom-client';

/** The registry of one process, with what Node says about itself. Labels never hold keys or anything clients send. */
export function createMetrics(name: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ app: name });
  collectDefaultMetrics({ register: registry });
  return registry;
}
