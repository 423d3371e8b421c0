// Loaded before an app (NODE_OPTIONS=--import): on SIGUSR2 its wall clock steps by what the file of CLOCK_STEP_FILE says,
// in milliseconds. The monotonic clock does not, as on a machine whose time is set.
import { readFileSync } from 'node:fs';

const RealDate = Date;
let stepMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + stepMs);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + stepMs;
  }
};

process.on('SIGUSR2', () => {
  stepMs = Number(readFileSync(process.env.CLOCK_STEP_FILE, 'utf8'));
  process.stdout.write(`clock stepped by ${stepMs}\n`);
});
