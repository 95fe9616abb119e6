// The alerts and the dashboard as they are shipped, read for tests.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';

export const rulesFile = fileURLToPath(
  new URL('../../infra/monitoring/prometheus-rules.yaml', import.meta.url),
);
export const rulesTestFile = fileURLToPath(new URL('./prometheus-rules-test.yaml', import.meta.url));
export const dashboardFile = fileURLToPath(
  new URL('../../infra/monitoring/grafana-dashboard.json', import.meta.url),
);

const rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^JitAccess[A-Z]\w+$/),
          expr: z.string(),
          for: z.string().regex(/^\d+[smhd]$/),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string(), runbook: z.string() }),
        }),
      ),
    }),
  ),
});

const dashboard = z.looseObject({
  uid: z.string(),
  panels: z.array(
    z.looseObject({
      id: z.int(),
      title: z.string(),
      gridPos: z.strictObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z.array(z.looseObject({ refId: z.string(), expr: z.string() })),
    }),
  ),
});

export const alerts = () =>
  rules.parse(parse(readFileSync(rulesFile, 'utf8'))).groups.flatMap((group) => group.rules);
export const panels = () => dashboard.parse(JSON.parse(readFileSync(dashboardFile, 'utf8'))).panels;

/** Every expression of an alert or a panel. */
export const expressions = (): readonly string[] => [
  ...alerts().map(({ expr }) => expr),
  ...panels().flatMap(({ targets }) => targets.map(({ expr }) => expr)),
];

/** Names of metrics in them, each once, in order. */
export const metricsNamed = (): readonly string[] =>
  [...new Set(expressions().flatMap((expr) => expr.match(/\bjit_access_\w+/g) ?? []))].sort();
