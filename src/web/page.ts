// The frame of every page: no script, nothing loaded, one style sheet, readable by everybody.
import { createHash } from 'node:crypto';
import { spoken } from '../../cards/language.ts';
import { type Html, html } from './html.ts';
import { privateHeaders, type WebAnswer } from './web-answer.ts';

export interface Page {
  readonly status: number;
  /** The one heading, and the start of the title. */
  readonly heading: string;
  readonly body: Html;
}

// Contrast is at least 7:1 for text and 4.5:1 for the button, in both colour schemes.
const style = `
:root { color-scheme: light dark; --text: #1b1a19; --quiet: #484644; --back: #ffffff; --act: #4f52b2; --on-act: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --text: #f5f5f5; --quiet: #c8c6c4; --back: #1b1a19; --act: #a6a7dc; --on-act: #1b1a19; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1.0625rem/1.5 'Segoe UI', system-ui, sans-serif; overflow-wrap: anywhere; }
header, main { max-width: 38rem; margin: 0 auto; padding: 1rem; }
header p { margin: 0; color: var(--quiet); font-weight: 600; }
h1 { margin: 0 0 1rem; font-size: 1.6rem; line-height: 1.25; }
p, dl, form { margin: 0 0 1rem; }
dt { color: var(--quiet); }
dd { margin: 0 0 .5rem; font-weight: 600; }
.address { font-size: 1.4rem; font-variant-numeric: tabular-nums; }
.quiet { color: var(--quiet); }
.news { border-left: .3rem solid var(--act); padding-left: .8rem; }
button { min-height: 2.75rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; color: var(--on-act); background: var(--act); border: 2px solid var(--act); border-radius: .3rem; cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--text); outline-offset: 3px; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

const headers: Readonly<Record<string, string>> = {
  ...privateHeaders,
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
};

/** @param more headers of this answer alone */
export const pageAnswer = (
  { status, heading, body }: Page,
  more: Readonly<Record<string, string>> = {},
): WebAnswer => ({
  status,
  headers: { ...headers, ...more },
  body: html`<!doctype html>
<html lang="${spoken().locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${heading} – JIT Access</title>
<style>${{ html: style }}</style>
</head>
<body>
<header><p>JIT Access</p></header>
<main>
<h1>${heading}</h1>
${body}
</main>
</body>
</html>
`.html,
});
