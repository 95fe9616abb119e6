// The alerts and the dashboard: they parse, each alert is in the runbook, and they name only metrics and labels that there are.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { alerts, expressions, metricsNamed, panels } from './monitoring-files.ts';

const guide = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
/** Label → metrics that have it, by the guide’s table of metrics. */
const labelsOf = new Map(
  guide
    .split('\n')
    .filter((line) => line.startsWith('| `jit_access_'))
    .map((line) => {
      const [, name = '', labels = ''] = line.split('|').map((cell) => cell.trim());
      return [
        name.replaceAll('`', ''),
        [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label),
      ] as const;
    }),
);
/** As the table has it: a histogram by its own name. */
const ownName = (metric: string): string =>
  labelsOf.has(metric) ? metric : metric.replace(/_(bucket|count|sum)$/, '');

describe('the alerts', () => {
  it('have a heading each in the runbook, and the runbook has no other', () => {
    const headings = [...guide.matchAll(/^### (JitAccess\w+)$/gm)].map(([, name]) => name);
    assert.deepEqual(
      headings,
      alerts().map(({ alert }) => alert),
    );
  });

  for (const { alert, annotations } of alerts())
    it(`${alert} leads to its place in the runbook, which says what it means and what to do`, () => {
      assert.equal(annotations.runbook, `docs/operations.md#${alert.toLowerCase()}`);
      const section = guide.split(`### ${alert}\n`)[1]?.split(/^##/m)[0] ?? '';
      assert.match(section, /\*\*Means:\*\*[\s\S]*\*\*Do:\*\*/);
    });
});

describe('the alerts for Azure Monitor', () => {
  const bicep = readFileSync(new URL('../../infra/monitoring/azure-alerts.bicep', import.meta.url), 'utf8');

  it('are alerts of the runbook, on metrics of the guide, and close what they open', () => {
    const names = [...bicep.matchAll(/^ {2,4}name: '(\w+)'/gm)].map(([, name]) => name);
    const known = alerts().map(({ alert }) => alert);
    assert.ok(names.length > 5);
    assert.deepEqual(
      names.filter((name) => name === undefined || !known.includes(name)),
      [],
    );
    const metrics = bicep.match(/\bjit_access_\w+/g) ?? [];
    assert.deepEqual(
      metrics.filter((metric) => !labelsOf.has(metric)),
      [],
    );
    const code = bicep.replaceAll(/\/\/.*$/gm, '').replaceAll(/'[^'\n]*'/g, '');
    assert.equal(unbalanced(code), '');
  });
});

describe('expressions of alerts and dashboard', () => {
  for (const expr of expressions())
    it(`close what they open, and name labels that their metrics have: ${expr}`, () => {
      assert.equal(unbalanced(expr), '');
      const named = [...expr.matchAll(/(jit_access_\w+)\{([^}]*)\}/g)];
      for (const [, metric = '', matchers = ''] of named)
        for (const [, label = ''] of matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g))
          assert.ok(labelsOf.get(ownName(metric))?.includes(label), `${metric} has no label ${label}`);
      const metrics = expr.match(/\bjit_access_\w+/g) ?? [];
      for (const [, by = ''] of expr.matchAll(/by \(([^)]*)\)/g))
        for (const label of by.split(',').map((each) => each.trim()))
          assert.ok(
            label === 'le' || metrics.every((metric) => labelsOf.get(ownName(metric))?.includes(label)),
            `${label} in ${expr}`,
          );
    });

  it('name only metrics that the guide lists', () => {
    assert.deepEqual(
      metricsNamed().filter((metric) => !labelsOf.has(ownName(metric))),
      [],
    );
    assert.ok(metricsNamed().length > 20);
  });
});

describe('the dashboard', () => {
  it('has panels that do not overlap, each with a number and a title of its own', () => {
    const cells = panels().flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
    );
    assert.equal(new Set(cells).size, cells.length);
    assert.equal(new Set(panels().map(({ id }) => id)).size, panels().length);
    assert.equal(new Set(panels().map(({ title }) => title)).size, panels().length);
    assert.ok(panels().every(({ gridPos: { x, w } }) => x + w <= 24));
  });
});

/** @returns what is left open, or closed too much */
function unbalanced(expr: string): string {
  const pairs: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' };
  const open: string[] = [];
  for (const sign of expr.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')) {
    if ('({['.includes(sign)) open.push(sign);
    if (sign in pairs && open.pop() !== pairs[sign]) return sign;
  }
  return open.join('');
}
