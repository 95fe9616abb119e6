// The words after `npm run package --`, and what they ask for.
import { parseArgs } from 'node:util';

export const packageUsage = `Usage:
  npm run package                  writes jit-access.zip, the app to upload to Teams
  npm run package -- --out FILE    writes it there
  npm run package -- --help        prints this

It reads the bot's app id and what the app says of you from the environment: docs/teams-app.md.
It ends with 0 when the package is written, 1 when it would not be valid or cannot be written,
2 when a setting or the command line is wrong.`;

/** A file to write, a wish for help, or a sentence on what cannot be understood. */
export type PackageOrder =
  | { readonly kind: 'write'; readonly file: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

const options = { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

/** What a command line asks for. Never throws for what people write. */
export function readPackageArguments(args: readonly string[]): PackageOrder {
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) return { kind: 'help' };
    const { out = 'jit-access.zip' } = values;
    return out === ''
      ? { kind: 'mistake', message: '--out needs the name of a file.' }
      : { kind: 'write', file: out };
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'mistake', message: error.message };
    throw error;
  }
}
