// What admins are told of the policy file.
import { deepEqual, equal } from 'node:assert/strict';
import { policyMissingText, policyUnreadableText } from '../../cards/policy-news.ts';
import { evil, isHarmful } from './card-reading.ts';

describe('policyUnreadableText', () => {
  it('says what is wrong, and what holds meanwhile', () => {
    deepEqual(
      policyUnreadableText(['line 3: there is no group sre', 'line 9: no approvers'], true).split('\n'),
      [
        '🔴 **The access policy has a mistake, so I did not take it.** The version before stays in force.',
        '',
        '- line 3: there is no group sre',
        '- line 9: no approvers',
        '',
        'I read it again as soon as it changes.',
      ],
    );
  });

  it('says that everything is refused where there was none before', () => {
    equal(
      policyUnreadableText([], false),
      '🔴 **The access policy has a mistake, so I did not take it.** There is none in force, so every request is refused.\n\nI read it again as soon as it changes.',
    );
  });

  it('shows ten problems at most', () => {
    const problems = Array.from({ length: 12 }, (_, index) => `line ${index}: no`);
    deepEqual(
      policyUnreadableText(problems, true)
        .split('\n')
        .filter((line) => line.startsWith('- '))
        .slice(9),
      ['- line 9: no', '- and 2 more'],
    );
  });

  it('shows hostile text as text', () => {
    deepEqual(policyUnreadableText([evil, evil], true).split('\n').filter(isHarmful), []);
  });
});

describe('policyMissingText', () => {
  it('names the file, and says what follows', () => {
    equal(
      policyMissingText('./access-policy.yaml').replaceAll('\u200d', ''),
      '🔴 **There is no access policy at ./access-policy.yaml**, so every request is refused. I read it as soon as it is there.',
    );
    equal(isHarmful(policyMissingText(evil)), false);
  });
});
