// Fuzzes what Azure answers: a fault of ours or a true reading, never a TypeError; and an edit that touches one machine only.
import fc from 'fast-check';
import type { PortSetting } from '../../../src/domain/setup/port-setting.ts';
import { pureTarget } from '../target.ts';
import { anyError, anyInterface, anyPolicy, anyPolicyAnswer, anyRule } from './bodies.ts';
import { editIsNarrow, errorIsOurs, interfaceIsRead, policyIsRead, ruleIsRead } from './readings.ts';

const setting: fc.Arbitrary<PortSetting> = fc.record({
  port: fc.constantFrom(22, 3389, 443),
  protocol: fc.constantFrom('*', 'TCP', 'UDP'),
  maximumSeconds: fc.constantFrom(300, 3600, 10_800),
  allowedSources: fc.constantFrom(['*'], ['203.0.113.0/24'], ['203.0.113.7', '198.51.100.0/24']),
});
const wanted = fc.uniqueArray(setting, { maxLength: 2, selector: ({ port }) => port });

type Input =
  | { readonly kind: 'policy' | 'interface' | 'rule'; readonly body: unknown }
  | { readonly kind: 'edit'; readonly body: unknown; readonly wanted: readonly PortSetting[] }
  | { readonly kind: 'error'; readonly body: unknown; readonly write: boolean };

const input: fc.Arbitrary<Input> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('policy' as const), body: anyPolicy }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('interface' as const), body: anyInterface }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rule' as const), body: anyRule }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('edit' as const), body: anyPolicyAnswer, wanted }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('error' as const), body: anyError, write: fc.boolean() }),
  },
);

export const arm = pureTarget(
  'arm',
  150,
  fc.property(input, (given) => {
    switch (given.kind) {
      case 'policy':
        return policyIsRead(given.body);
      case 'interface':
        return interfaceIsRead(given.body);
      case 'rule':
        return ruleIsRead(given.body);
      case 'edit':
        return editIsNarrow(given.body, given.wanted);
      case 'error':
        return errorIsOurs(given.body, given.write);
    }
  }),
);
