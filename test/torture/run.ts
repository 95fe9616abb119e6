// `npm run torture -- [--kills 1000] [--engine pglite|postgres] [--seed 1] [--worlds 4] [--steps no]`: kills the bot, and checks the books.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { linesOf, type Report } from './report.ts';
import { makeTemplate } from './template.ts';
import { chainsFor, torture } from './torture.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    engine: { type: 'string' },
    seed: { type: 'string', default: '1' },
    worlds: { type: 'string', default: '6' },
    steps: { type: 'string', default: 'yes' },
    verbose: { type: 'boolean', default: false },
  },
});
// Leaving by `exit` takes the bots along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const whole = z.coerce.number().int().nonnegative();
const engineName = z.enum(['pglite', 'postgres']);
const engines = values.engine === undefined ? engineName.options : [engineName.parse(values.engine)];

const reports: Report[] = [];
const template = await makeTemplate();
for (const engine of engines) {
  const report = await torture({
    engine,
    template,
    kills: whole.parse(values.kills),
    seed: whole.parse(values.seed),
    worlds: whole.parse(values.worlds),
    chains: values.steps === 'no' ? [] : chainsFor(engine),
    say: (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`),
    verbose: values.verbose,
  });
  reports.push(report);
  console.log(linesOf(report).join('\n'));
}
await template.remove();
await mkdir('test-output', { recursive: true });
await writeFile('test-output/torture.json', `${JSON.stringify(reports, null, 2)}\n`);
process.exit(reports.every(({ problems }) => problems.length === 0) ? 0 : 1);
