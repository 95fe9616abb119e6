// What a watch takes for news, and which requests look by themselves for now.
import assert from 'node:assert/strict';
import type { AccessRequest, Open } from '../../src/domain/access-request.ts';
import { seenLost, seenOpen, unseen } from '../../src/domain/grant-moves.ts';
import { looked } from '../../src/domain/lifecycle.ts';
import { defaultPace as pace } from '../../src/domain/pace.ts';
import { isNews, watchedOf } from '../../src/domain/watched.ts';
import { aClosing, ada, anOpen, anOpening, inEveryState, noon, seen } from '../support/requests.ts';
import { filtersOf } from './nsg/rule-text.ts';

const at = noon + 600_000;
const name = `MicrosoftDefenderForCloud-JITRule-1-${'0'.repeat(32)}`;
const allow = `100 Allow ${name} from 203.0.113.7 to 10.0.0.4 port 3389`;
const rule = { nsg: 'nsg-nic', name, priority: 100 };
const deny = '4096 Deny jit to 10.0.0.4 port 3389';
const gone = { kind: 'no-jit-rule' } as const;
const blocked = { kind: 'blocked', level: 'interface' } as const;

const watched = (request: AccessRequest) => watchedOf(request) ?? assert.fail('it has a port to look at');
/** Open by the rule above. */
const openSeen = (): Open => ({ ...anOpen(), sight: { kind: 'open', address: '10.0.0.4', rule } });

describe('what a watch takes for news', () => {
  const opening = anOpening();
  const lost = { ...openSeen(), lost: { since: noon, sight: blocked, sure: true } } as const;
  const remains = looked(aClosing(), { kind: 'jit-rule-remains', rule }, at, at).request;
  const table: readonly [string, AccessRequest, readonly string[], boolean][] = [
    ['a rule that came', opening, [allow, deny], true],
    ['no rule yet', opening, [deny], false],
    ['no rule yet, as it is recorded', looked(opening, gone, at, at).request, [deny], false],
    ['an open port, as it is recorded', openSeen(), [allow, deny], false],
    ['a rule that went', openSeen(), [deny], true],
    ['a rule that something blocks', openSeen(), ['99 Deny all', allow, deny], true],
    ['a rule with another priority', openSeen(), [allow.replace('100', '101'), deny], true],
    ['a loss that has another cause by now', lost, [allow.replace('100', '200'), '150 Deny all'], true],
    ['an open port that was lost', lost, [allow, deny], true],
    ['a rule that stays after the end, as it is recorded', remains, [allow, deny], false],
    ['a port that is shut', remains, [deny], true],
    ['a port that something else leaves open', remains, ['300 Allow rdp port 3389', deny], true],
  ];
  for (const [what, request, nic, news] of table)
    it(`is ${news ? '' : 'not '}${what} of what is ${request.state}`, () => {
      assert.equal(isNews(watched(request), [filtersOf({ nic })], at), news);
    });

  it('does not depend on the order in which a database keeps the parts of a sight', () => {
    const sight = {
      rule: { priority: 100, nsg: 'nsg-nic', name },
      address: '10.0.0.4',
      kind: 'open',
    } as const;
    const turned = { ...anOpen(), sight };
    assert.equal(isNews(watched(turned), [filtersOf({ nic: [allow, deny] })], at), false);
  });
});

describe('what a watch looks at', () => {
  it('is what is opening, open or closing', () => {
    assert.deepEqual(
      inEveryState().flatMap((request) => watchedOf(request)?.state ?? []),
      ['opening', 'open', 'closing'],
    );
  });

  it('counts since Azure was asked, it was seen open, or it ended', () => {
    assert.deepEqual(
      [anOpening(), anOpen(), aClosing()].map((request) => watched(request).since),
      [noon, noon + 5000, noon + 3600_000],
    );
  });

  const setbacks = { look: { tries: 1, notBefore: at, message: 'Azure is away.' } };
  const done = { at, by: ada };
  const first = seenLost(anOpen(), gone, pace, at).request;
  const sure = seenLost(seenLost(anOpen(), blocked, pace, at).request as Open, blocked, pace, at + 10_000);
  const table: readonly [string, AccessRequest, boolean][] = [
    ['an opening that Azure accepted', anOpening(), false],
    ['an opening in doubt', anOpening('unknown'), true],
    ['what could not be looked at', { ...anOpen(), setbacks }, true],
    ['an open port that is seen again', seenOpen(first as Open, seen, at, at).request, false],
    ['a loss that is not sure', first, true],
    ['a loss that is sure', sure.request, false],
    ['a port that nobody can see, not for long', unseen(anOpen(), 'Azure is away.', pace, at), true],
    ['a rule that is being deleted', { ...anOpen(), done }, true],
    [
      'a rule that stays though somebody is done',
      { ...anOpen(), done: { ...done, kept: { why: 'not-set' } } },
      false,
    ],
  ];
  for (const [what, request, rests] of table)
    it(`${rests ? 'leaves to itself' : 'looks at'} ${what}`, () => {
      assert.equal(watched(request).rests, rests);
    });
});
