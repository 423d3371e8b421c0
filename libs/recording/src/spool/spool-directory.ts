import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isOrphan, own, showLife } from './owner.js';
import { segmentPath, segmentsIn } from './segment-files.js';

const ownPrefix = 'requests-';
const adoptedPrefix = 'adopted-';

/**
 * The directory of one process below the one that is configured, which is named by its producer. What processes have left
 * that live no more is moved into it, so that it has one owner at any time, and finds another if that one dies too.
 */
export class SpoolDirectory {
  readonly path: string;

  private constructor(
    private readonly root: string,
    private readonly name: string,
  ) {
    this.path = join(root, name);
  }

  /** Rejects where nothing can be written. */
  static async open(root: string, name: string): Promise<SpoolDirectory> {
    const directory = new SpoolDirectory(root, ownPrefix + name);
    await directory.claim();
    return directory;
  }

  /** Makes it ours, again where somebody has taken it away. */
  async claim(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await own(this.path);
  }

  async showLife(): Promise<void> {
    await showLife(this.path, new Date());
  }

  /** Takes over what others have left; answers with the paths of all that is to be published here, the oldest name first. */
  async adopt(nowMs: number): Promise<readonly string[]> {
    for (const name of await directoriesIn(this.root)) {
      // Whatever else is there is not ours to touch.
      if (!name.startsWith(ownPrefix) || name === this.name) continue;
      if (await isOrphan(join(this.root, name), nowMs).catch(() => false)) {
        await this.take(join(this.root, name), name);
      }
    }
    const names = await directoriesIn(this.path);
    return names.filter((name) => name.startsWith(adoptedPrefix)).map((name) => join(this.path, name));
  }

  /** Of all files, its own and adopted. */
  async bytes(): Promise<number> {
    const adopted = (await directoriesIn(this.path)).map((name) => join(this.path, name));
    const sizes = await Promise.all([this.path, ...adopted].map(bytesIn));
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Gives it up: what is left in it is for whoever comes next. */
  async leave(isEmpty: boolean): Promise<void> {
    await (isEmpty ? discard(this.path) : own(this.path, true));
  }

  /** Renaming is what only one of several can do. */
  private async take(path: string, name: string): Promise<void> {
    const mine = join(this.path, `${adoptedPrefix}${name}`);
    if (!(await rename(path, mine).then(wasDone, wasNot))) return;
    for (const nested of await directoriesIn(mine)) {
      await rename(join(mine, nested), join(this.path, nested)).then(wasDone, wasNot);
    }
  }
}

const wasDone = (): true => true;
const wasNot = (): false => false;

export async function discard(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}

async function directoriesIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function bytesIn(path: string): Promise<number> {
  const segments = await segmentsIn(path);
  const sizes = await Promise.all(
    segments.map(async (segment) => (await stat(segmentPath(path, segment)).catch(() => null))?.size ?? 0),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
