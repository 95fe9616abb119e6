// Serves the page: its own files and Microsoft's card renderer, nothing from elsewhere.
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Route } from './http.ts';

const PAGE = path.join(import.meta.dirname, 'page');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

// Nothing inline and nothing from elsewhere. Cards may carry images as data: only.
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

const served = (route: string, file: string): Route => ({
  method: 'GET',
  path: route,
  answer: async ({ response }) => {
    const body = await readFile(file);
    response.writeHead(200, { ...HEADERS, 'content-type': TYPES[path.extname(file)] });
    response.end(body);
  },
});

/** One route per file, fixed at start: no path from a request ever touches the disk. */
export const staticRoutes = (): readonly Route[] => {
  const library = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');
  return [
    served('/', path.join(PAGE, 'index.html')),
    served('/adaptivecards.min.js', library),
    ...readdirSync(PAGE).map((name) => served(`/${name}`, path.join(PAGE, name))),
  ];
};
