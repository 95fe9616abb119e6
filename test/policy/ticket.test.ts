// Patterns of tickets: what they match, and that no reason holds the bot up.
import assert from 'node:assert/strict';
import type { TicketPattern } from '../../src/domain/policy/access-policy.ts';
import { readTicket } from '../../src/policy/ticket.ts';

const read = (text: string): TicketPattern => {
  const ticket = readTicket(text, ['ticket'], (_, message) => {
    throw new Error(typeof message === 'string' ? message : message());
  });
  assert.ok(ticket !== undefined);
  return ticket;
};

describe('a ticket', () => {
  for (const [pattern, reason, matches] of [
    ['INC-\\d+', 'see inc-42 please', true],
    ['INC-\\d+', 'INC-', false],
    ['^(INC|CHG)-\\d{4,}$', 'chg-12345', true],
    ['^(INC|CHG)-\\d{4,}$', 'chg-12345 and more', false],
    ['\\p{L}+-7', 'äöü-7', true],
    ['ÄRGER-.', 'ärger-\u{1f600}', true],
    ['^.$', '\u{1f600}', true],
  ] as const)
    it(`${matches ? 'is found' : 'is not found'}: ${pattern} in “${reason}”`, () => {
      assert.equal(read(pattern).pattern, pattern);
      assert.equal(read(pattern).matches(reason), matches);
    });

  for (const pattern of ['^([A-Z]|\\w)+-\\d+$', '.*.*.*.*.*INC', '(a+)+b', '(a|aa)+$', '([a-z]+)*!'])
    it(`is looked for in time, whatever the reason: ${pattern}`, () => {
      // A matcher that tries one way after the other would need longer than the universe has.
      assert.equal(read(pattern).matches(`${'a'.repeat(20_000)}?`), false);
    });

  for (const pattern of [
    '(?=a)b',
    '(?<=a)b',
    '(?!a)b',
    '(a)\\1',
    'a(',
    '[a',
    '\\d*',
    '^',
    'INC|',
    '/INC/',
    'a{2000}',
  ])
    it(`is refused: ${pattern}`, () => {
      const problems: string[] = [];
      const ticket = readTicket(pattern, ['ticket'], (_, message) => {
        problems.push(String(message));
        return undefined;
      });
      assert.equal(ticket, undefined);
      assert.match(problems.join(), /^“ticket” .*; (write|leave) .*\.$/);
    });
});
