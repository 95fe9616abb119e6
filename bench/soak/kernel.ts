// What the kernel knows of a process: memory, descriptors, connections. Linux only (proc(5)).
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Outside {
  readonly residentMegabytes: number;
  readonly threads: number;
  /** Open descriptors that are no sockets: files, pipes and the like. */
  readonly files: number;
  /** Connections that stand, by the port at the other end. */
  readonly to: ReadonlyMap<number, number>;
  /** Connections that stand, by the process's own port. */
  readonly from: ReadonlyMap<number, number>;
  /** Connections that the other end has closed, and the process has not. */
  readonly halfClosed: number;
}

/** States of tcp(7), as the kernel's include/net/tcp_states.h numbers them. */
const [established, closeWait] = ['01', '08'];

/** @throws Error when there is no such process */
export async function lookAt(pid: number): Promise<Outside> {
  const [status, links, tcp] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8'),
    descriptorsOf(pid),
    readFile(`/proc/${pid}/net/tcp`, 'utf8'),
  ]);
  const own = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const connections = tcp
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , , , , , , , inode]) => own.has(inode ?? ''));
  const standing = connections.filter(([, , , state]) => state === established);
  return {
    residentMegabytes: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024,
    threads: Number(/^Threads:\s+(\d+)$/m.exec(status)?.[1]),
    files: links.filter((link) => !link.startsWith('socket:')).length,
    to: counted(standing.map(([, , remote]) => portOf(remote))),
    from: counted(standing.map(([, local]) => portOf(local))),
    halfClosed: connections.filter(([, , , state]) => state === closeWait).length,
  };
}

/** Megabytes of all files under a directory. Files that go meanwhile count nothing. */
export async function megabytesIn(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        stat(join(entry.parentPath, entry.name)).then(
          ({ blocks }) => blocks * 512,
          () => 0,
        ),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1024 / 1024;
}

async function descriptorsOf(pid: number): Promise<readonly string[]> {
  const names = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(
    names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => undefined)),
  );
  return links.filter((link) => link !== undefined);
}

/** `0100007F:0F8A` → 3978. */
const portOf = (address = ''): number => Number.parseInt(address.split(':')[1] ?? '', 16);

function counted(ports: readonly number[]): ReadonlyMap<number, number> {
  return new Map([...Map.groupBy(ports, (port) => port)].map(([port, all]) => [port, all.length]));
}
