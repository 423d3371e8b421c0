import 'reflect-metadata';
import { runProcess } from '@keyledger/composition';
import { startAllInOne } from './start-all-in-one.js';

await runProcess('all-in-one', startAllInOne);
