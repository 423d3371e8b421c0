import { type AddressInfo, createServer } from 'node:net';
import { StartupError } from '@keyledger/platform';
import { waitFor } from '@keyledger/testing';
import { describe, expect, it } from '@jest/globals';
import { type ProcessPort, type StartContext, type Stoppable, runProcess } from './run-process.js';

/** A process whose signals the test sends and whose end it sees. */
class ObservedProcess implements ProcessPort {
  readonly lines: string[] = [];
  readonly exitCodes: number[] = [];
  signal: (name: string) => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  onSignal(handler: (signal: string) => void): void {
    this.signal = handler;
  }
  onUncaughtError(handler: (error: unknown) => void): void {
    this.fail = handler;
  }
  writeError(line: string): void {
    this.lines.push(line);
  }
  exit(code: number): void {
    this.exitCodes.push(code);
  }
}

const quiet = { LOG_LEVEL: 'silent', PORT: '0' };

async function run(start: (context: StartContext) => Promise<Stoppable>, env: Record<string, string> = {}) {
  const port = new ObservedProcess();
  await runProcess('verifier', start, { env: { ...quiet, ...env }, port });
  return port;
}

/** Something that runs and counts how often it is stopped. */
function counting(): Stoppable & { stops: number } {
  const running = {
    stops: 0,
    stop: async () => {
      running.stops++;
    },
  };
  return running;
}

const nothing = async (): Promise<Stoppable> => ({ stop: async () => undefined });
const failingWith = (error: Error) => () => Promise.reject(error);

describe('what keeps a process from starting', () => {
  it.each<[string, () => Promise<ObservedProcess>, string[]]>([
    [
      'a malformed variable',
      () => run(nothing, { PORT: 'http' }),
      ['keyledger verifier: PORT must be a whole number from 0 to 65535, not "http"'],
    ],
    [
      'two of them',
      () => run(nothing, { PORT: 'http', KEYLEDGER_ROOTKEY: 'TopSecret' }),
      [
        'keyledger verifier: PORT must be a whole number from 0 to 65535, not "http"',
        'keyledger verifier: KEYLEDGER_ROOTKEY is not a setting of Keyledger; did you mean KEYLEDGER_ROOT_KEY?',
      ],
    ],
    [
      'an address of another machine',
      () => run(nothing, { HOST: '192.0.2.1' }),
      ['keyledger verifier: 192.0.2.1 is not an address of this machine: set HOST'],
    ],
    [
      'a name that no address is known for',
      () => run(nothing, { HOST: 'no-such-host.invalid' }),
      ['keyledger verifier: HOST no-such-host.invalid cannot be resolved to an address'],
    ],
    [
      'something a person can mend',
      () => run(failingWith(new StartupError('the data directory is in use'))),
      ['keyledger verifier: the data directory is in use'],
    ],
    [
      'a bug',
      () => run(failingWith(new TypeError('x is not a function\nat postgres://u:TopSecret@db'))),
      ['keyledger verifier: cannot start: x is not a function (LOG_LEVEL=debug shows where)'],
    ],
    [
      'a secret in the message of a bug',
      () => run(failingWith(new Error('postgres://u:TopSecret@db is odd'))),
      ['keyledger verifier: cannot start: postgres://u:***@db is odd (LOG_LEVEL=debug shows where)'],
    ],
  ])('%s is a line on stderr and exit code 1', async (_what, running, lines) => {
    const port = await running();
    expect(port.lines).toEqual(lines);
    expect(port.exitCodes).toEqual([1]);
  });

  it('a taken port is found before anything is started', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const taken = (other.address() as AddressInfo).port;
    let started = false;
    const port = await run(
      async () => {
        started = true;
        return nothing();
      },
      { PORT: String(taken) },
    );
    expect(port.lines).toEqual([`keyledger verifier: port ${taken} on 127.0.0.1 is taken: set PORT`]);
    expect(started).toBe(false);
    other.close();
  });
});

describe('a signal', () => {
  it('stops in order and ends with 0', async () => {
    const running = counting();
    const port = await run(async () => running);
    expect(port.exitCodes).toEqual([]);
    port.signal('SIGTERM');
    await waitFor(() => port.exitCodes.length > 0);
    expect([running.stops, port.exitCodes, port.lines]).toEqual([1, [0], []]);
  });

  it('sent twice ends at once with 1', async () => {
    const port = await run(async () => ({ stop: () => new Promise(() => undefined) }));
    port.signal('SIGINT');
    expect(port.exitCodes).toEqual([]);
    port.signal('SIGINT');
    expect(port.exitCodes).toEqual([1]);
  });

  it('during the start stops what has started, and ends with 0', async () => {
    const running = counting();
    const port = new ObservedProcess();
    await runProcess(
      'verifier',
      async ({ signal }) => {
        port.signal('SIGINT');
        expect(signal.aborted).toBe(true);
        return running;
      },
      { env: quiet, port },
    );
    expect([running.stops, port.exitCodes, port.lines]).toEqual([1, [0], []]);
  });

  it('that ends the start is no failure', async () => {
    const port = new ObservedProcess();
    await runProcess(
      'verifier',
      () => {
        port.signal('SIGTERM');
        return Promise.reject(new StartupError('stopped waiting'));
      },
      { env: quiet, port },
    );
    expect([port.exitCodes, port.lines]).toEqual([[0], []]);
  });

  it('ends with 1 when the stop fails', async () => {
    const port = await run(async () => ({ stop: () => Promise.reject(new Error('stuck')) }));
    port.signal('SIGTERM');
    await waitFor(() => port.exitCodes.length > 0);
    expect(port.exitCodes).toEqual([1]);
  });
});

describe('an uncaught error', () => {
  it('stops in order and ends with 1', async () => {
    const running = counting();
    const port = await run(async () => running);
    port.fail(new Error('bug'));
    await waitFor(() => port.exitCodes.length > 0);
    expect([running.stops, port.exitCodes]).toEqual([1, [1]]);
  });
});
