// `npm run fuzz`: a million inputs over all targets; what was found goes to test-output/fuzz.json and the exit code.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runTargets, type TargetResult } from './run-targets.ts';
import { targets } from './targets.ts';

const usage = `npm run fuzz -- [--runs 1000000] [--seed N] [--only ${targets.map(({ name }) => name).join('|')}]`;

const schema = z.object({
  runs: z.coerce.number().int().positive().default(1_000_000),
  seed: z.coerce.number().int().optional(),
  only: z.enum(targets.map(({ name }) => name)).optional(),
});

function readOptions(): z.infer<typeof schema> {
  try {
    const option = { type: 'string' } as const;
    return schema.parse(parseArgs({ options: { runs: option, seed: option, only: option } }).values);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    console.error(`${why}\nUsage: ${usage}`);
    process.exit(2);
  }
}

const options = readOptions();
const seed = options.seed ?? Date.now() % 2 ** 31;
console.log(`Seed ${seed}`);
const results: TargetResult[] = [];
/** Kept after each, so that a run that is broken off leaves what it had. */
async function keep(result: TargetResult): Promise<void> {
  results.push(result);
  const { name, runs, seconds, failures } = result;
  const how = failures.length === 0 ? 'nothing found' : `${failures.length} found`;
  console.log(`${name}: ${runs} inputs in ${seconds.toFixed(1)} s, ${how}`);
  await mkdir('test-output', { recursive: true });
  const total = results.reduce((sum, { runs }) => sum + runs, 0);
  await writeFile('test-output/fuzz.json', `${JSON.stringify({ seed, total, results }, undefined, 2)}\n`);
}

await runTargets({
  targets: targets.filter(({ name }) => options.only === undefined || name === options.only),
  runs: options.runs,
  seed,
  onResult: keep,
});
for (const { name, failures } of results)
  for (const { counterexample, error, path, seed: of } of failures)
    console.log(`\n${name} (seed ${of}, path ${path})\n${counterexample}\n${error}`);
console.log(`${results.reduce((sum, { runs }) => sum + runs, 0)} inputs in all.`);
process.exit(results.every(({ failures }) => failures.length === 0) ? 0 : 1);
