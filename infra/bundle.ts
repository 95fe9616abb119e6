// Puts the bot and its packages into a few files, which a process reads several times as fast as the thousands they come from.
// Called as: node infra/bundle.ts [DIRECTORY], `dist` unless another is named.
import { cp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** PGlite finds its WebAssembly beside its own files. The others are wanted by packages that do without them. */
const leftOut = ['@electric-sql/pglite', '@electric-sql/pglite/*', 'dtrace-provider', 'pg-native', 'spdy'];

/** Of packages that were written for CommonJS: modules have no `require` of their own. */
const requireOfModules =
  "import { createRequire as requireOfModule } from 'node:module'; const require = requireOfModule(import.meta.url);";

/**
 * Writes `main.js`, the embedded database's thread, what either loads when it is needed, and the migrations.
 * @param directory made anew; PGlite's package has to be found from there, as Node finds packages
 * @returns the files of the packages that went in, from the repository's root
 * @throws Error when something that is imported is not there
 */
export async function bundle(directory: string): Promise<readonly string[]> {
  // What is there stays until all of the new one is.
  const made = `${directory}-${process.pid}`;
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { main: 'src/main.ts', 'pglite-thread': 'src/ledger/pglite-thread.ts' },
    outdir: made,
    bundle: true,
    // What is loaded when it is needed stays apart.
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: leftOut,
    // Names of classes and functions are in the log, and packages look at them.
    keepNames: true,
    // The same wherever it is made: the image has no tsconfig.json.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    banner: { js: requireOfModules },
    metafile: true,
    logLevel: 'warning',
  });
  await cp(join(root, 'src/ledger/migrations'), join(made, 'migrations'), { recursive: true });
  await rm(directory, { recursive: true, force: true });
  await rename(made, directory);
  return Object.keys(metafile.inputs);
}

if (import.meta.main) await bundle(resolve(process.argv[2] ?? join(root, 'dist')));
