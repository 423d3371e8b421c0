import 'reflect-metadata';
import { runProcess } from '@keyledger/composition';
import { processPort } from './process-port.js';
import { startAllInOne } from './start-all-in-one.js';

await runProcess('all-in-one', startAllInOne, { port: processPort });
