// A disk of a few megabytes that can be filled: a tmpfs, which only root may mount.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface SmallDisk {
  readonly folder: string;
  /** Leaves not a byte. */
  fill(): Promise<void>;
  /** Takes away what `fill` wrote. */
  free(): Promise<void>;
  close(): Promise<void>;
}

const run = promisify(execFile);

/** @returns `undefined` where this process may not mount anything */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'jit-small-disk-'));
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]).then(
    () => true,
    () => false,
  );
  if (!mounted) {
    await rm(folder, { recursive: true });
    return undefined;
  }
  await chmod(folder, 0o777);
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: async () => {
      const file = await open(ballast, 'a');
      try {
        // Ever smaller pieces, so that nothing is left at the end.
        for (let size = 1 << 20; size >= 1; size >>= 1)
          for (;;)
            try {
              if ((await file.write(Buffer.alloc(size))).bytesWritten < size) break;
            } catch {
              break;
            }
      } finally {
        await file.close();
      }
    },
    free: () => rm(ballast, { force: true }),
    close: async () => {
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
