// `npm run audit -- export …`: writes the audit trail out, as JSON lines or CSV.
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import { type DatabasePlace, databaseMistakes, databasePlace } from '../database-place.ts';
import { type AuditReader, openAuditReader } from '../ledger/audit-reader.ts';
import { type ExportOrder, readArguments, usage } from './audit-arguments.ts';
import { csvRows, csvWriter, jsonLines } from './audit-formats.ts';
import { endQuietly } from './broken-pipe.ts';

/** Where a command writes: what was asked for, and what there is to say besides. */
export interface Outputs {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

const signInMilliseconds = 60_000;

/** The same settings as the bot's (src/environment.ts), but none of its identity is needed. */
const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: 'DATABASE_URL must start with postgres:// or postgresql://.' })
    .optional(),
  DATABASE_SIGN_IN: z
    .enum(['password', 'entra'], { error: 'DATABASE_SIGN_IN must be password or entra.' })
    .default('password'),
  DATA_DIR: z.string().default('./data'),
  AZURE_CLOUD: z
    .enum(['public', 'usgovernment', 'china'], {
      error: 'AZURE_CLOUD must be public, usgovernment or china.',
    })
    .default('public'),
});

/**
 * Does what `args` (the words after `npm run audit --`) ask for. An empty variable of `env` counts as not set.
 * @returns the exit code: 0 done, 1 the database or the file cannot be used, 2 the words or settings cannot.
 */
export async function runAuditCommand(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  out: Outputs,
): Promise<number> {
  const order = readArguments(args);
  if (order.kind === 'help') return say(out.stdout, usage, 0);
  if (order.kind === 'mistake') return say(out.stderr, `${usage}\n${order.message}\n`, 2);
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const settings = environment.safeParse(set);
  if (!settings.success)
    return say(out.stderr, `${settings.error.issues.map(({ message }) => message).join('\n')}\n`, 2);

  const mistakes = databaseMistakes(settings.data);
  if (mistakes.length > 0) return say(out.stderr, `${mistakes.join('\n')}\n`, 2);

  try {
    const reader = await openAuditReader(await placeOf(settings.data));
    try {
      await exportTo(reader, order, out.stdout);
    } finally {
      await reader.close();
    }
    return 0;
  } catch (error) {
    // Whoever read our output has had enough, as `head` does.
    if (codeOf(error) === 'EPIPE') return 0;
    if (error instanceof Fault) return say(out.stderr, sentenceOf(error), 1);
    if (codeOf(error) === undefined) throw error;
    return say(out.stderr, `${order.file ?? 'The output'} cannot be written (${codeOf(error)}).\n`, 1);
  }
}

/** A person's own sign-in takes longer than a connection may, so the token is there before, and serves for the whole run. */
async function placeOf(env: z.infer<typeof environment>): Promise<DatabasePlace> {
  const { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, DATABASE_SIGN_IN: databaseSignIn } = env;
  const azure = { cloud: env.AZURE_CLOUD, armEndpoint: undefined };
  const place = await databasePlace({ dataDir, databaseUrl, databaseSignIn, azure }, signInMilliseconds);
  if (place.databasePassword === undefined) return place;
  const token = await place.databasePassword();
  return { ...place, databasePassword: async () => token };
}

async function exportTo(reader: AuditReader, order: ExportOrder, stdout: Writable): Promise<void> {
  const entries = reader.entries(order.since, order.until);
  if (order.file === undefined) return write(entries, order.format, stdout, false);
  // Under its name only when it is whole: half an audit trail must not pass for one.
  const part = `${order.file}.part`;
  try {
    await write(entries, order.format, createWriteStream(part, { mode: 0o600 }), true);
    await rename(part, order.file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Page by page: the next is read when the last has been taken. */
function write(
  entries: ReturnType<AuditReader['entries']>,
  format: ExportOrder['format'],
  to: Writable,
  end: boolean,
): Promise<void> {
  if (format === 'jsonl') return pipeline(Readable.from(jsonLines(entries)), to, { end });
  return pipeline(Readable.from(csvRows(entries)), csvWriter(), to, { end });
}

function say(to: Writable, text: string, code: number): number {
  to.write(text);
  return code;
}

/** With what the server or the network said of it, which names no secret: a host, a user, a refused connection. */
function sentenceOf({ message, cause }: Fault): string {
  const reason = cause instanceof Error && !(cause instanceof Fault) && (cause.message || codeOf(cause));
  return reason ? `${message} (${reason})\n` : `${message}\n`;
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error instanceof Fault) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

if (import.meta.main) {
  endQuietly(process.stdout, process.stderr);
  process.exitCode = await runAuditCommand(process.argv.slice(2), process.env, process);
}
