// `npm run bench`: runs the parts of the benchmark, all that are quick or those named: `npm run bench -- turns start`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isSection, report, type SectionResult } from './report.ts';

/** The parts, each in a file of its own that exports `section`; the slow ones run only when they are named. */
const parts: readonly { readonly name: string; readonly slow?: true }[] = [
  { name: 'turns' },
  { name: 'start' },
  { name: 'watch' },
  { name: 'ends' },
  { name: 'size' },
  { name: 'resume' },
  { name: 'replicas', slow: true },
];

const named = process.argv.slice(2);
const there = parts.filter(({ name }) => existsSync(fileOf(name)));
const unknown = named.filter((name) => !there.some((part) => part.name === name));
if (unknown.length > 0) {
  const known = there.map(({ name }) => name).join(', ');
  console.error(`There is no part ${unknown.join(', ')}: choose from ${known}.`);
  process.exit(1);
}

const results: SectionResult[] = [];
for (const { name, slow } of there) {
  const wanted = named.length === 0 ? slow !== true : named.includes(name);
  if (!wanted) continue;
  const loaded: Readonly<Record<string, unknown>> = await import(fileOf(name));
  if (!isSection(loaded.section)) throw new Error(`bench/${name}.ts exports no section`);
  console.error(`${name}: ${loaded.section.about}`);
  results.push({ name, about: loaded.section.about, findings: await loaded.section.run() });
}
await report(results);

function fileOf(name: string): string {
  return join(import.meta.dirname, `${name}.ts`);
}
