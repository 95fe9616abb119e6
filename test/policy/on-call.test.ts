// The on-call section of policy files: what it means, and what is said of each mistake.
import assert from 'node:assert/strict';
import { fileOf, ids, problemsOf, readWell } from './files.ts';

const names = `people: { omar: ${ids.ada}, grace: ${ids.grace}, linus: ${ids.linus} }\ngroups: { dba: ${ids.dba} }\n`;
const rules = '- { name: a, decision: refused }';
/** Line 7 is what stands after `onCall:`. */
const file = (onCall: string, before = '') => `${fileOf(rules, `${before}${names}`)}onCall:\n${onCall}\n`;
const turns = (changes: Readonly<Record<string, string>> = {}) => {
  const parts = { people: '[omar, grace]', starts: '2026-11-23', handOver: 'Mon 09:00', timeZone: 'UTC' };
  const text = Object.entries({ ...parts, ...changes })
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}: ${value}`);
  return `  rotation: { ${text.join(', ')} }`;
};
const omar = { kind: 'person', id: ids.ada, name: 'omar' } as const;
const grace = { kind: 'person', id: ids.grace, name: 'grace' } as const;

describe('the on-call section', () => {
  const meaningOf = (onCall: string, before?: string) => readWell(file(onCall, before)).policy.onCall;
  const rotation = {
    kind: 'rotation',
    people: [omar, grace],
    starts: Date.UTC(2026, 10, 23),
    handOver: { day: 1, minute: 540 },
    timeZone: 'UTC',
  } as const;

  it('may be left out', () => {
    const { policy } = readWell(fileOf(rules));
    assert.equal('onCall' in policy, false);
  });

  it('names people who always are', () =>
    assert.deepEqual(meaningOf('  people: [grace, omar]'), {
      duty: { kind: 'always', people: [grace, omar] },
    }));

  it('takes object ids, and knows them again by name', () =>
    assert.deepEqual(
      meaningOf(`  people: [${ids.ada.toUpperCase()}, ${ids.leads}]`)?.duty.people.map(({ name }) => name),
      ['omar', ids.leads],
    ));

  it('says who takes turns', () => assert.deepEqual(meaningOf(turns()), { duty: rotation }));

  for (const [text, day, minute] of [
    ['MON 9:00', 1, 540],
    ["'Sun 00:00'", 7, 0],
    ["'Fri, 23:59'", 5, 1439],
  ] as const)
    it(`reads a hand-over: ${text}`, () => {
      const duty = meaningOf(turns({ handOver: text.includes(',') ? `"Fri, 23:59"` : text }))?.duty;
      assert.deepEqual(duty?.kind === 'rotation' && duty.handOver, { day, minute });
    });

  for (const [what, onCall, before, expected] of [
    ['its own', "  people: [omar]\n  summary: '08:00'\n  timeZone: Europe/Berlin", '', 'Europe/Berlin'],
    ['the rotation’s', `${turns({ timeZone: 'Asia/Tokyo' })}\n  summary: 08:00`, '', 'Asia/Tokyo'],
    ['the file’s', '  people: [omar]\n  summary: 08:00', 'timeZone: Europe/Paris\n', 'Europe/Paris'],
    [
      'its own before all others',
      `${turns({ timeZone: 'Asia/Tokyo' })}\n  summary: 08:00\n  timeZone: Europe/Berlin`,
      'timeZone: Europe/Paris\n',
      'Europe/Berlin',
    ],
  ] as const)
    it(`has a summary in ${what} time zone`, () =>
      assert.deepEqual(meaningOf(onCall, before)?.summary, { minute: 480, timeZone: expected }));

  for (const [what, onCall, before, expected] of [
    ['its own', `${turns({ timeZone: 'Asia/Tokyo' })}\n  summary: 08:00\n  timeZone: UTC`, '', 'Asia/Tokyo'],
    ['the section’s', `${turns({ timeZone: '' })}\n  timeZone: Europe/Berlin`, '', 'Europe/Berlin'],
    ['the file’s', turns({ timeZone: '' }), 'timeZone: Europe/Paris\n', 'Europe/Paris'],
  ] as const)
    it(`has a rotation in ${what} time zone`, () => {
      const duty = meaningOf(onCall, before)?.duty;
      assert.equal(duty?.kind === 'rotation' && duty.timeZone, expected);
    });

  it('changes nothing about who may do what', () => {
    const { policy } = readWell(file('  people: [omar]'));
    const { onCall: _, ...rest } = policy;
    assert.deepEqual(rest, readWell(fileOf(rules, names)).policy);
  });
});

describe('an on-call section with a mistake', () => {
  const cases: readonly (readonly [what: string, onCall: string, problems: readonly string[]])[] = [
    ['no block', '  omar', ['7:3 “onCall” must be a block such as { people: [omar] }.']],
    [
      'nobody',
      '  summary: 08:00\n  timeZone: UTC',
      ['7:3 “onCall” must say who is on call; write people: [omar], or a rotation.'],
    ],
    ['an empty list', '  people: []', ['7:11 “people” must not be an empty list; name who is on call.']],
    ['no list', '  people: omar', ['7:11 “people” must be a list: [omar].']],
    [
      'a block for a person',
      '  people: [{ person: omar }]',
      ['7:12 An entry of “people” must be the name of a person in this file, or an Entra object id.'],
    ],
    [
      'an unknown name',
      '  people: [omr]',
      ['7:12 There is no person “omr” under “people”; did you mean “omar”?'],
    ],
    [
      'an e-mail address',
      '  people: [omar@example.org]',
      [
        '7:12 “omar@example.org” is an e-mail address, and people and groups are told apart by object id; in the Microsoft Entra admin center open the user and copy “Object ID”.',
      ],
    ],
    [
      'a group',
      '  people: [omar, dba]',
      ['7:18 “dba” is a group, and people are on call; write the names of its members.'],
    ],
    [
      'the object id of a group',
      `  people: [${ids.dba}]`,
      [`7:12 “${ids.dba}” is a group, and people are on call; write the names of its members.`],
    ],
    ['everyone', '  people: [everyone]', ['7:12 “everyone” is nobody in particular; name who is on call.']],
    ['somebody twice', '  people: [omar, omar]', ['7:18 “omar” stands here twice; keep one of them.']],
    [
      'both people and a rotation',
      `  people: [omar]\n${turns()}`,
      [
        '8:13 “rotation” and “people” exclude each other: people are always on call, a rotation takes turns; keep one of them.',
      ],
    ],
    [
      'an unknown key',
      '  peple: [omar]\n  people: [omar]',
      ['7:3 “peple” is not known here; did you mean “people”?'],
    ],
    [
      'an unknown key of a rotation',
      turns({ handover: 'Mon 09:00', handOver: '' }),
      [
        '7:13 “handOver” is missing: it must be a day of the week and a time such as Mon 09:00.',
        '7:73 “handover” is not known here; did you mean “handOver”?',
      ],
    ],
    [
      'an empty rotation',
      turns({ people: '[]' }),
      ['7:23 “people” must not be an empty list; name who is on call.'],
    ],
    [
      'a rotation without a zone',
      turns({ timeZone: '' }),
      ['7:13 “rotation” needs a time zone; write one in it, such as timeZone: Europe/Berlin.'],
    ],
    [
      'a zone that is none',
      turns({ timeZone: 'Europe/Berln' }),
      ['7:89 “Europe/Berln” is not a time zone; did you mean “Europe/Berlin”?'],
    ],
    [
      'a day that is none',
      turns({ starts: '2026-02-30' }),
      ['7:46 “starts” must be a day of the calendar, such as 2026-11-23.'],
    ],
    [
      'a day of the week for a day',
      turns({ starts: 'Monday' }),
      ['7:46 “starts” must be a day of the calendar, such as 2026-11-23.'],
    ],
    [
      'a year for a day',
      turns({ starts: '2026' }),
      ["7:46 “starts” must be a day such as 2026-11-23; put it into quotes: '2026'."],
    ],
    [
      'a hand-over without a time',
      turns({ handOver: 'Mon' }),
      ['7:68 “handOver” must be a day of the week and a time, such as Mon 09:00.'],
    ],
    [
      'a hand-over on a day in full',
      turns({ handOver: 'Monday 09:00' }),
      ['7:68 “Monday” is not a day; write mon.'],
    ],
    [
      'a hand-over at a time that is none',
      turns({ handOver: 'Mon 25:00' }),
      ['7:68 “handOver” must be a day of the week and a time, such as Mon 09:00.'],
    ],
    [
      'a hand-over at the end of the day',
      turns({ handOver: 'Mon 24:00' }),
      ['7:68 “handOver” must be at a time of the day itself; write 00:00.'],
    ],
    [
      'a summary without a zone',
      '  people: [omar]\n  summary: 08:00',
      ['8:12 “summary” needs a time zone; write one beside it, such as timeZone: Europe/Berlin.'],
    ],
    [
      'a summary at a time that is none',
      '  people: [omar]\n  summary: at 8\n  timeZone: UTC',
      ["8:12 “summary” must be a time of day on a 24-hour clock, such as '08:00' or '18:30'."],
    ],
    [
      'a summary at the end of the day',
      "  people: [omar]\n  summary: '24:00'\n  timeZone: UTC",
      ['8:12 “summary” must be a time of the day itself; write 00:00.'],
    ],
    [
      'a summary as a number',
      '  people: [omar]\n  summary: 8\n  timeZone: UTC',
      ["8:12 “summary” must be a time of day such as '08:00'; put it into quotes: '8'."],
    ],
    [
      'one zone that is none, for all',
      `${turns({ timeZone: '' })}\n  summary: 08:00\n  timeZone: Mars`,
      ['9:13 “Mars” is not a time zone; write one like Europe/Berlin.'],
    ],
  ];
  for (const [what, onCall, problems] of cases)
    it(`is told of ${what}`, () => assert.deepEqual(problemsOf(file(onCall)), problems));

  const warnings: readonly (readonly [what: string, onCall: string, warnings: readonly string[]])[] = [
    [
      'a rotation of one',
      turns({ people: '[omar, omar]' }),
      ['7:23 The rotation names “omar” only, so it never passes on; name more, or write people: [omar].'],
    ],
    [
      'a time zone for nothing',
      `${turns()}\n  timeZone: UTC`,
      [
        "8:13 “timeZone” of “onCall” is of the summary, and there is none; write summary: '08:00', or take it out.",
      ],
    ],
    ['nothing where somebody has two weeks in a row', turns({ people: '[omar, omar, grace]' }), []],
    ['nothing where the zone is the rotation’s', `${turns({ timeZone: '' })}\n  timeZone: UTC`, []],
    ['nothing where the zone is the summary’s', `${turns()}\n  timeZone: UTC\n  summary: 08:00`, []],
  ];
  for (const [what, onCall, expected] of warnings)
    it(`is warned of ${what}`, () =>
      assert.deepEqual(
        readWell(file(onCall))
          .warnings()
          .map(({ line, column, message }) => `${line}:${column} ${message}`),
        expected,
      ));
});
