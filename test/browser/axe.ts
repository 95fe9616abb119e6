// Deque's axe in a page: what it finds, in lines that people can read.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Levels A and AA of WCAG 2.0 to 2.2, and what Deque calls good practice (https://github.com/dequelabs/axe-core/blob/develop/doc/API.md#axe-core-tags). */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const found = z.object({
  passes: z.number(),
  violations: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ html: z.string(), summary: z.string(), card: z.string().optional() })),
    }),
  ),
});

export interface Excluded {
  readonly rule: string;
  /** Selector of the elements for which the rule does not count. */
  readonly elements: string;
}

/**
 * @param within selector of what is looked at
 * @returns a line for each element and rule; nothing where all is well
 * @throws Error where axe had nothing to look at
 */
export async function axeFaults(
  page: Page,
  within = 'html',
  excluded: readonly Excluded[] = [],
): Promise<readonly string[]> {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(`${source};0`);
  const options = { runOnly: tags, resultTypes: ['violations'], elementRef: true };
  const { passes, violations } = found.parse(
    await page.evaluate(`(async () => {
      const excluded = ${JSON.stringify(excluded)};
      const result = await axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)});
      const counts = (rule, element) => !excluded.some((one) => one.rule === rule && element.matches(one.elements));
      return {
        passes: result.passes.length,
        violations: result.violations.map(({ id, nodes }) => ({
          id,
          nodes: nodes.filter(({ element }) => counts(id, element)).map(({ element, html, failureSummary }) => ({
            html: html.slice(0, 160),
            summary: failureSummary.split('\\n')[1].trim(),
            card: element.closest('[data-card]')?.dataset.card,
          })),
        })),
      };
    })()`),
  );
  if (passes === 0) throw new Error(`axe found nothing to look at in ${within}`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ card, html, summary }) => `${card === undefined ? '' : `${card}: `}${id}: ${html}: ${summary}`,
    ),
  );
}
