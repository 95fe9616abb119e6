// What the audit trail says to admins in chat.
import { deepEqual, equal } from 'node:assert/strict';
import { type HistoryRow, historyAnswer, historyUnclearAnswer } from '../../cards/history-answer.ts';
import { evil, isHarmful } from './card-reading.ts';
import { grace, minutes, terms } from './samples.ts';

const berlin = { timeZone: 'Europe/Berlin', locale: 'de-DE' };
const now = minutes(1440);
const row = (kind: string, more: Partial<HistoryRow> = {}): HistoryRow => ({
  at: minutes(0),
  actor: 'bot',
  kind,
  facts: {},
  ...more,
});
const lines = (rows: readonly HistoryRow[]) => historyAnswer(rows, berlin, now, 'web-01').split('\n');

describe('historyAnswer', () => {
  it('says when, what, who and why, a line each', () => {
    const rows = [
      row('closed', { at: now, facts: { remains: { kind: 'open-by-other-rule' } }, rule: 'labs' }),
      row('decision-deny', { actor: grace.id, actorName: grace.name, facts: { reason: 'Not *now*.' } }),
      row('requested', { actor: 'ab12', requestId: '7f3a21bc-1111', facts: { terms } }),
      row('asked', { actor: 'ab12', facts: { wish: { machine: 'wbe' } } }),
      row('told', { facts: { notice: 'on-call/late' } }),
      row('new_kind'),
    ];
    deepEqual(lines(rows), [
      '**History of web-01**, newest first, times in Europe/Berlin:',
      '',
      '- 14:02: **Azure’s rule seen gone** (the bot, the port is still open otherwise, rule labs)',
      '- 14:02 on Mon 23 Nov: **denied** (Grace Admin, id 9c1e77aa…, “Not ∗now∗.”)',
      '- 14:02 on Mon 23 Nov: **sent the request** (somebody, id ab12…, web-01 port 3389 (RDP), “INC-1234 disk full”, request 7f3a21bc)',
      '- 14:02 on Mon 23 Nov: **began a request** (somebody, id ab12…, wbe)',
      '- 14:02 on Mon 23 Nov: **told** (the bot, on-call/late)',
      '- 14:02 on Mon 23 Nov: **new_kind** (the bot)',
    ]);
  });

  it('says of the setup what was wanted, what came of it, and who confirmed it', () => {
    const rdp = { port: 3389, protocol: '*', maximumSeconds: 3600, allowedSources: ['*'] };
    const step = {
      changeId: 'c',
      machine: 'web-01',
      machineId: '/x/web-01',
      wanted: [rdp],
      confirmedBy: grace,
    };
    const rows = [
      row('setup-done', { facts: { ...step, kind: 'enable', outcome: { kind: 'defeated', holes: [] } } }),
      row('setup-confirmed', {
        actor: grace.id,
        actorName: grace.name,
        facts: {
          changeId: 'c',
          kind: 'disable',
          targets: ['a', 'b', 'c', 'd'].map((id) => ({ machineId: `/x/${id}` })),
        },
      }),
      row('setup-asked', { facts: { changeId: 'c', kind: 'configure', machines: ['/x/web-01'] } }),
      row('setup-done', {
        facts: { changeId: 'c', kind: 7, wanted: 'x', machines: [null], confirmedBy: 5, outcome: null },
      }),
    ];
    deepEqual(
      lines(rows)
        .slice(2)
        .map((line) => line.replace(/^.*?\*\* /, '')),
      [
        '(the bot, web-01, turn JIT on, port 3389 (RDP), done, but older rules defeat it, confirmed by Grace Admin, id 9c1e77aa…)',
        '(Grace Admin, id 9c1e77aa…, turn JIT off, a b c and 1 more)',
        '(the bot, configure JIT, web-01)',
        '(the bot)',
      ],
    );
  });

  it('tells of forms that were dropped in one line, with what is true of each', () => {
    const dropped = (count: number, machine: string) =>
      row('form-dropped', { actor: grace.id, actorName: grace.name, at: minutes(count), facts: { machine } });
    const rows = [...[17, 16, 15].map((at) => dropped(at, 'web-01')), row('closed'), dropped(1, 'web-01')];
    deepEqual(lines(rows).slice(2), [
      '- 14:19 on Mon 23 Nov: **dropped the form**, 3 times since 14:17 on Mon 23 Nov (Grace Admin, id 9c1e77aa…, web-01)',
      '- 14:02 on Mon 23 Nov: **Azure’s rule seen gone** (the bot)',
      '- 14:03 on Mon 23 Nov: **dropped the form** (Grace Admin, id 9c1e77aa…, web-01)',
    ]);
    deepEqual(lines([dropped(2, 'web-01'), dropped(1, 'web-02')]).slice(2), [
      '- 14:04 on Mon 23 Nov: **dropped the form**, 2 times since 14:03 on Mon 23 Nov (Grace Admin, id 9c1e77aa…)',
    ]);
  });

  it('shows twenty lines, and says how many entries they hold', () => {
    const rows = [
      ...Array.from({ length: 30 }, () => row('asked')),
      ...Array.from({ length: 21 }, () => row('x')),
    ];
    const [title] = lines(rows);
    equal(title?.includes('the newest 49 entries'), true);
  });

  it('shows twenty lines at most, the newest', () => {
    const shown = lines(Array.from({ length: 21 }, (_, index) => row(`kind-${index}`)));
    deepEqual(
      [shown.length, shown[0], shown.at(-1)],
      [
        22,
        '**History of web-01**, the newest 20 entries (`npm run audit -- export` has all), times in Europe/Berlin:',
        '- 14:02 on Mon 23 Nov: **kind-19** (the bot)',
      ],
    );
  });

  it('says that nothing is recorded', () => deepEqual(lines([]), ['Nothing is recorded about web-01.']));

  it('takes facts of any shape', () => {
    const facts = [
      { terms: null },
      { terms: [] },
      { wish: 'x', reason: 5 },
      { terms: { machine: { name: 7 } } },
    ];
    deepEqual(lines(facts.map((each) => row('asked', { facts: each }))).slice(2), [
      '- 14:02 on Mon 23 Nov: **began a request**, 4 times since 14:02 on Mon 23 Nov (the bot)',
    ]);
  });

  it('shows hostile text as text, and stays one line each', () => {
    const machine = { name: evil };
    const facts = { terms: { machine, port: 22, reason: evil }, reason: evil, note: evil, notice: evil };
    const hostile = row(evil, { actor: evil, actorName: evil, rule: evil, requestId: evil, facts });
    const answer = historyAnswer([hostile, hostile], berlin, now, evil);
    deepEqual(answer.split('\n').filter(isHarmful), []);
    equal(answer.split('\n').length, 4);
  });
});

describe('historyUnclearAnswer', () => {
  it('tells a name of several machines from one of none', () => {
    deepEqual(
      [historyUnclearAnswer('web-01', 2), historyUnclearAnswer('wbe', 0)],
      [
        '2 machines are called “web-01”, so I cannot tell which you mean.',
        'I know no machine and nobody called “wbe”; check the name, or mention the person.',
      ],
    );
    deepEqual([historyUnclearAnswer(evil, 2), historyUnclearAnswer(evil, 0)].filter(isHarmful), []);
  });
});
