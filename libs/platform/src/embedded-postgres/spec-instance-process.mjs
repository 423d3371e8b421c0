// An instance in a process of its own, for tests that kill it. Prints JSON lines; SIGTERM stops it.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, nextResolve) => {
    const typescript = specifier.replace(/^(\.{1,2}\/.*)\.js$/, '$1.ts');
    const isThere = typescript !== specifier && existsSync(new URL(typescript, context.parentURL));
    return nextResolve(isThere ? typescript : specifier, context);
  },
});

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const { startEmbeddedPostgres } = await import('./embedded-postgres.ts');
try {
  const postgres = await startEmbeddedPostgres({
    directory: process.argv[2],
    onLog: (told) => print({ told }),
    onUnexpectedExit: (error) => print({ told: error.message }),
  });
  print({ ready: { databaseUrl: postgres.databaseUrl, home: postgres.home } });
  process.on('SIGTERM', () => void postgres.stop());
} catch (error) {
  print({ failed: error.name === 'EmbeddedPostgresError' ? error.message : error.stack });
}
