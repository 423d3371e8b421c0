// Prints a fresh key value of the default format, for KEYLEDGER_ROOT_KEY. It is stored nowhere.
import { randomBytes } from 'node:crypto';
import { mintKey } from '../dist/libs/domain/src/index.js';

process.stdout.write(`${mintKey({ mode: 'live', randomBytes })}\n`);
