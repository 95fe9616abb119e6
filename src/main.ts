// The process: what makes loading fast comes before anything is loaded, and then the bot.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// All of it may be deleted; where it cannot be written, starting takes longer.
const cacheDir = process.env.CACHE_DIR || join(import.meta.dirname, '../node_modules/.cache/jit-access');
enableCompileCache(join(cacheDir, 'code'));

const { run } = await import('./run.ts');
run(cacheDir);
