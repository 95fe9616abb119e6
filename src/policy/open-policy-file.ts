// The access policy from its file, read at the start and whenever its content changes.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Log } from '../access/log-port.ts';
import type { PolicyNews, PolicySource } from '../access/policy-port.ts';
import type { Seconds } from '../domain/time.ts';
import { afterLook, type Look, noPolicyYet } from './policy-state.ts';
import { largestFile } from './yaml-document.ts';

export interface PolicyFileSettings {
  readonly file: string;
  /** Pause between two looks. */
  readonly pollSeconds?: Seconds;
  /** Called once for each change, one after the other, and also for what is found at the start. */
  readonly onNews: (news: PolicyNews) => void;
  readonly log: Pick<Log, 'info' | 'error'>;
}

export interface PolicyFileSource extends PolicySource {
  /** Ends the looking; resolves when no look is under way any more. */
  stop(): Promise<void>;
}

/**
 * Opens the policy file. A file that is broken or missing is no error: nothing is in force then, and the news says why.
 * The content is looked at again and again instead of watching the file, because a mounted config map is a link that is
 * swapped, of which watchers hear nothing.
 * @returns when the file has been looked at once. Never rejects.
 */
export async function openPolicyFile({
  file,
  pollSeconds = 2,
  onNews,
  log,
}: PolicyFileSettings): Promise<PolicyFileSource> {
  let state = noPolicyYet;
  let stopped = false;

  const look = async (): Promise<void> => {
    const found = await lookAt(file);
    if (stopped) return;
    const next = afterLook(state, found, file);
    state = next.state;
    if (next.news !== undefined) tell(next.news);
  };
  const tell = (news: PolicyNews): void => {
    try {
      if (news.kind === 'loaded') log.info({ file, ...news }, 'Access policy read');
      else log.error({ file, ...news }, 'The access policy file cannot be used');
      onNews(news);
    } catch (error) {
      // Whoever hears the news must not stop the next version from being read.
      log.error({ err: error }, 'News of the access policy was not taken');
    }
  };

  await look();
  let looking = Promise.resolve();
  let timer = setTimeout(lookAgain, pollSeconds * 1000);
  function lookAgain(): void {
    looking = look().finally(() => {
      if (!stopped) timer = setTimeout(lookAgain, pollSeconds * 1000);
    });
  }

  return {
    current: () => state.inForce,
    problem: () => state.problem,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

/** Reads the file as it is now. Never rejects. */
async function lookAt(file: string): Promise<Look> {
  let content: Buffer;
  try {
    content = await readUpTo(file, largestFile + 1);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return useless(`The file cannot be read (${code}); check its rights, and that it is a file.`, code);
  }
  const fingerprint = createHash('sha256').update(content).digest('hex').slice(0, 12);
  if (content.length > largestFile) return useless('The file is larger than 1 MiB.', fingerprint);
  try {
    // With `fatal`, what is no UTF-8 is not read as something else.
    return { kind: 'content', text: new TextDecoder('utf-8', { fatal: true }).decode(content), fingerprint };
  } catch {
    return useless('The file is not UTF-8 text; save it as UTF-8.', fingerprint);
  }
}

const useless = (why: string, fingerprint: string): Look => ({ kind: 'useless', why, fingerprint });

/** The first `most` bytes of a file: whatever lies there, no more is held in memory. */
async function readUpTo(file: string, most: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of handle.createReadStream({ end: most - 1, autoClose: false })) {
      const bytes = Buffer.from(piece);
      pieces.push(bytes);
      length += bytes.length;
    }
    return Buffer.concat(pieces, length);
  } finally {
    await handle.close();
  }
}
