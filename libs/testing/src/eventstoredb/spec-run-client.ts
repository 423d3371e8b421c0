import { execFile } from 'node:child_process';

export interface ClientRun {
  /** What it printed, by line. */
  readonly said: string[];
  readonly stderr: string;
  /** Of its end; undefined where it had to be ended. */
  readonly exitCode: number | undefined;
}

const runMsMax = 30_000;

/** What every script may use; what goes wrong unhandled is printed, unless that is for Node to do. */
const prelude = `
  import { randomUUID } from 'node:crypto';
  import { EventStoreDBClient, jsonEvent, streamNameFilter } from '@eventstore/db-client';
  const client = EventStoreDBClient.connectionString(process.argv[1]);
  const event = (data = {}) => jsonEvent({ id: randomUUID(), type: 'Happened', data });
  const say = (...words) => console.log(...words);
  const outcome = (promise) => Promise.race([
    promise.then(() => 'fulfilled', (error) => 'rejected ' + error.message),
    new Promise((resolve) => setTimeout(resolve, 1_000, 'pending')),
  ]);
`;

/**
 * Runs the official client in a process of its own, where it may break: its failures outside of any promise would end
 * the test run, and what they leave behind is shared by all clients of a process.
 */
export async function runClient(url: string, script: string): Promise<ClientRun> {
  return new Promise((resolve) => {
    const args = ['--input-type=module', '--eval', prelude + script, url];
    execFile(process.execPath, args, { timeout: runMsMax }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined;
      resolve({ said: stdout.split('\n').filter((line) => line !== ''), stderr, exitCode });
    });
  });
}
