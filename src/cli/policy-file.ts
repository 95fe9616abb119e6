// Reads a policy file for a command.
import { readFileSync } from 'node:fs';
import { type ReadPolicy, readPolicyText } from '../policy/read-policy-text.ts';
import { FileError } from './policy-usage.ts';

/** @throws FileError for a file that cannot be read or used: `FILE:line:column: what is wrong` for each mistake. */
export function readPolicyFile(file: string): ReadPolicy {
  const read = readPolicyText(textOf(file));
  if (read.ok) return read;
  throw new FileError(
    read.problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`),
  );
}

function textOf(file: string): string {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? error.code : 'unknown';
    throw new FileError([
      why === 'ENOENT' ? `${file}: there is no such file.` : `${file}: cannot be read (${why}).`,
    ]);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new FileError([`${file}: is not UTF-8 text; save it as UTF-8.`]);
  }
}
