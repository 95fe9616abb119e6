// The alerts, as Prometheus itself sees them: by promtool of Debian's package `prometheus`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rulesFile, rulesTestFile } from '../infra/monitoring-files.ts';

const runs = {
  'are rules to Prometheus': ['check', 'rules', rulesFile],
  'fire when they should, and not on a calm day': ['test', 'rules', rulesTestFile],
};

describe('the alerts', () => {
  for (const [does, words] of Object.entries(runs))
    it(does, () => {
      const { status, error, stdout, stderr } = spawnSync('promtool', words, { encoding: 'utf8' });
      assert.equal(error, undefined, 'promtool is missing: apt-get install prometheus');
      assert.equal(status, 0, stdout + stderr);
    });
});
