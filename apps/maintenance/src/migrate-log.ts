import { migrateLog } from './migrate-log-command.js';
import { runCommand } from './run-command.js';

await runCommand('migrate-log', migrateLog);
