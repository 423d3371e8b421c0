import { readFile, readlink, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const fileName = 'owner';

/** How often an owner shows that it lives. */
export const heartbeatMs = 5_000;
/** Of an owner that cannot be looked up (another container, another machine), after so long without a sign of life. */
export const silentMsMax = 60_000;

const ownerSchema = z.object({
  /** Where the pid means something: this boot of this machine, this container. */
  world: z.string(),
  pid: z.int().positive(),
  /** Tells it from a later process with the same pid; null where the system does not say. */
  startedAt: z.string().nullable(),
  /** It has stopped in order, and what is there is left to others. */
  hasLeft: z.boolean(),
});

type Owner = z.output<typeof ownerSchema>;

/** Marks a directory as this process's, or as one that this process has left. */
export async function own(directory: string, hasLeft = false): Promise<void> {
  const { pid } = process;
  const owner: Owner = { world: await thisWorld(), pid, startedAt: await startOf(pid), hasLeft };
  await writeFile(join(directory, fileName), JSON.stringify(owner));
}

/** To be called every `heartbeatMs`. Rejects where the directory is no longer there. */
export async function showLife(directory: string, now: Date): Promise<void> {
  await utimes(join(directory, fileName), now, now);
}

/** Whether nobody will write into this directory any more. In doubt there is somebody. */
export async function isOrphan(directory: string, nowMs: number): Promise<boolean> {
  const owner = await readOwner(directory);
  if (owner?.hasLeft === true) return true;
  if (owner?.world === (await thisWorld())) {
    return !(await lives(owner));
  }
  // One that is being made has no owner yet.
  const sign = owner === null ? directory : join(directory, fileName);
  const { mtimeMs } = await stat(sign);
  return nowMs - mtimeMs > silentMsMax;
}

async function readOwner(directory: string): Promise<Owner | null> {
  try {
    return ownerSchema.parse(JSON.parse(await readFile(join(directory, fileName), 'utf8')));
  } catch {
    return null;
  }
}

async function lives({ pid, startedAt }: Owner): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startedAt === null || startedAt === (await startOf(pid));
}

/** Without /proc, processes of one machine are all that can be told apart. */
async function thisWorld(): Promise<string> {
  const [boot, pids] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => process.platform),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ]);
  return `${boot.trim()} ${pids}`;
}

/** Field 22 of /proc/pid/stat (proc(5)), which comes after a name that may hold anything but ends at the last parenthesis. */
async function startOf(pid: number): Promise<string | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const [state, ...afterState] = text?.slice(text.lastIndexOf(')') + 2).split(' ') ?? [];
  return state === undefined || isEnded(state) ? null : (afterState[18] ?? null);
}

/** A process that has ended and that nobody has asked about yet. */
function isEnded(state: string): boolean {
  return state === 'Z' || state === 'X';
}
