// The table of named steps as docs/reliability.md has it.
import { callChains } from './call-steps.ts';
import { databaseChains } from './database-steps.ts';
import type { Chain, Step } from './step.ts';

const fateOf = ({ name }: Step): string => name.split(': ').at(-1) ?? '';

/** One line a step, with every way in which it is cut off there. */
const rowsOf = ({ steps }: Chain): readonly string[] =>
  [...Map.groupBy(steps, ({ name }) => name.replace(/: \w+$/, ''))].map(([name, ways]) => {
    const fates = ways.map(fateOf).join(', ');
    const [what = ''] = (ways[0]?.caught ?? '').split(';');
    const each = [...Map.groupBy(ways, (step) => step.holds)];
    const holds = each
      .map(([words, of]) => (each.length === 1 ? words : `${of.map(fateOf).join(', ')}: ${words}`))
      .join('; ');
    return `| ${name} | ${what} | ${fates} | ${holds} |`;
  });

const head = ['| step | caught at | killed | what must come of it |', '|---|---|---|---|'];

/** Markdown, in the order in which the steps are walked. */
export const stepTable = (chains: readonly Chain[]): string =>
  [...head, ...chains.flatMap(rowsOf)].join('\n');

/** At calls to Azure and Teams, on either database; and at statements of a server. */
export const stepTables = (): readonly string[] => [stepTable(callChains), stepTable(databaseChains)];
