// Put before a process with `--import`: writes down every file that it loads, whichever way, into the file that LOADED_FILES names.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const { LOADED_FILES: place } = process.env;
if (place !== undefined)
  registerHooks({
    load(url, context, next) {
      appendFileSync(place, `${url}\n`);
      return next(url, context);
    },
  });
