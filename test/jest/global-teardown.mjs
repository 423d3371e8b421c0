import { rm } from 'node:fs/promises';

export default async function globalTeardown() {
  const service = globalThis.testDatabaseService;
  if (service === undefined) return;
  service.server.close();
  service.server.closeAllConnections();
  const postgres = await service.started()?.catch(() => null);
  await postgres?.stop();
  if (postgres && !postgres.home.startsWith(service.directory)) {
    await rm(postgres.home, { recursive: true, force: true });
  }
  await rm(service.directory, { recursive: true, force: true });
}
