// What must hold of any text, and of any sentence made of known parts.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Command, Wish } from '../../../src/domain/command/command.ts';
import { parseCommand } from '../../../src/domain/command/parse-command.ts';

const asks = (wish: Wish, ...unknown: readonly string[]): Command => ({ kind: 'request', wish, unknown });
const lasting = (minutes: number) => ({ kind: 'for', seconds: minutes * 60 }) as const;
const until = (hour: number, minute = 0) => ({ kind: 'until', hour, minute }) as const;

const sayings = [
  ...'rdp ssh winrm access open to on for until from in because reason: and port the my server cancel help'.split(
    ' ',
  ),
  ...'1h 30 m 22 99999 an half hour web-01 payroll "access" 10.0.0.1 :: : ? , ; " \' 17:00 5pm *'.split(' '),
];
const setupVerbs = [
  ...[
    'enable jit',
    'turn on jit',
    'configure jit',
    'disable jit',
    'enable jit on web-01',
    'protect "web" with jit',
  ],
  ...['turn on defender for', 'jit status', 'audit ports', 'acknowledge', 'acknowledge 12', 'ack #12 until'],
];
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...sayings), fc.string({ unit: 'grapheme', maxLength: 5 })))
    .map((all) => all.join(' ')),
  fc
    .tuple(fc.constantFrom(...sayings), fc.nat({ max: 100_000 }))
    .map(([word, length]) => `${word} `.repeat(length / 5)),
);

const quantity = (command: Command): readonly string[] => {
  if (command.kind === 'not-understood') return command.unknown;
  if (command.kind === 'done' || command.kind === 'extend' || command.kind === 'who')
    return command.machine === undefined ? [] : [command.machine];
  if (command.kind === 'enable-jit') return [command.machine, ...(command.sources ?? []), ...command.unknown];
  if (command.kind === 'configure-jit' || command.kind === 'disable-jit') return [command.machine];
  if (command.kind === 'defender-on' || command.kind === 'jit-status')
    return command.subscription === undefined ? [] : [command.subscription];
  if (command.kind === 'audit-ports') return command.of === undefined ? [] : [command.of];
  if (command.kind === 'acknowledge')
    return [`${command.finding}`, command.until, command.reason].filter((word) => word !== undefined);
  if (command.kind !== 'request') return [];
  const { machine, source, reason } = command.wish;
  return [machine, source, reason, ...command.unknown].filter((word) => word !== undefined);
};

describe('parseCommand on any text', () => {
  it('never throws, and invents no machine, source, reason or unknown word', () => {
    const beginning = fc.oneof(fc.constant(''), fc.constantFrom(...setupVerbs));
    fc.assert(
      fc.property(beginning, hostile, (verb, rest) => {
        const text = `${verb} ${rest}`;
        // The star that cards show for one is read as one.
        const said = text.replaceAll('\u2217', '*');
        assert.deepEqual(
          quantity(parseCommand(text)).filter((word) => !said.includes(word)),
          [],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('names each word of a sentence that it knows nothing of', () => {
    const strange = fc.stringMatching(/^[a-z]{2,6}@[a-z]{2,6}$/);
    fc.assert(
      fc.property(fc.array(strange, { maxLength: 20 }), (words) => {
        assert.deepEqual(parseCommand(`rdp ${words.join(' ')}`), asks({ ports: [3389] }, ...words));
      }),
    );
  });
});

const machines = fc
  .stringMatching(/^[A-Za-z]{2,8}[-_][A-Za-z0-9._-]{0,20}[A-Za-z0-9]$/)
  .filter((name) => !/^forty-five$/i.test(name));
const ports = fc.oneof(
  fc.constantFrom<readonly [string, readonly number[]]>(
    ['rdp', [3389]],
    ['SSH', [22]],
    ['winrm', [5985, 5986]],
  ),
  fc
    .integer({ min: 1, max: 65_535 })
    .chain((port) =>
      fc.constantFrom<readonly [string, readonly number[]]>([`${port}`, [port]], [`port ${port}`, [port]]),
    ),
);
const times = fc.oneof(
  fc
    .integer({ min: 1, max: 999 })
    .chain((count) =>
      fc.constantFrom(
        [`${count}m`, lasting(count)] as const,
        [`for ${count} minutes`, lasting(count)] as const,
        [`for ${count} h`, lasting(count * 60)] as const,
      ),
    ),
  fc
    .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
    .map(([hour, minute]) => [`until ${hour}:${`${minute}`.padStart(2, '0')}`, until(hour, minute)] as const),
);
const sources = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('198.51.100.0/24'));
const reasons = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((reason) => reason.trim());

describe('a sentence made of known parts', () => {
  it('is understood as these parts, in every order', () => {
    const parts = fc.record({
      machine: machines,
      place: fc.constantFrom('', 'to ', 'on ', 'to the vm '),
      port: ports,
      time: times,
      source: sources,
      reason: reasons.filter(
        (reason) => reason !== '' && !/&nbsp;|^(of|is)\b|^[\p{P}\p{S}\p{Cf}]/iu.test(reason),
      ),
      order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    });
    fc.assert(
      fc.property(parts, ({ machine, place, port, time, source, reason, order }) => {
        const said = [`${place}${machine}`, port[0], time[0], `from ${source}`];
        const sentence = `${order.map((index) => said[index]).join(' ')} because ${reason}`;
        assert.deepEqual(
          parseCommand(sentence),
          // The star that cards show is read as the one that was meant when it is copied from there.
          asks({ machine, ports: port[1], time: time[1], source, reason: reason.replaceAll('\u2217', '*') }),
          sentence,
        );
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a sentence about running grants', () => {
  const quoted = fc
    .stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}[A-Za-z0-9]$/)
    .map((name) => [`"${name}"`, name]);
  const plain = machines.map((name) => [name, name]);

  it('is about the machine that was named, whatever its name', () => {
    const parts = fc.tuple(fc.oneof(quoted, plain), fc.integer({ min: 1, max: 999 }));
    fc.assert(
      fc.property(parts, ([[typed = '', machine = ''], count]) => {
        assert.deepEqual(parseCommand(`I'm done with ${typed}`), { kind: 'done', machine });
        assert.deepEqual(parseCommand(`close ${typed}`), { kind: 'done', machine });
        assert.deepEqual(parseCommand(`who has access to ${typed}?`), { kind: 'who', machine });
        const extended = { kind: 'extend', machine, seconds: count * 60 };
        assert.deepEqual(parseCommand(`extend ${typed} by ${count}m`), extended);
        assert.deepEqual(parseCommand(`${count} more minutes on ${typed}`), extended);
      }),
      { numRuns: 500 },
    );
  });

  it('is never a request, whatever follows', () => {
    const verbs = fc.constantFrom('done', 'extend', 'who', "I'm done", 'please extend', 'who has');
    fc.assert(
      fc.property(verbs, hostile, (verb, rest) => {
        const { kind } = parseCommand(`${verb} ${rest}`);
        assert.ok(['done', 'extend', 'who', 'usage'].includes(kind), kind);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a sentence about setting JIT up', () => {
  const kinds = new Set([
    ...[
      'jit-status',
      'defender-on',
      'enable-jit',
      'configure-jit',
      'disable-jit',
      'audit-ports',
      'acknowledge',
    ],
    'usage',
  ]);

  it('is never a request, whatever follows', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'please ', 'I want to ', 'can you '),
        fc.constantFrom(...setupVerbs),
        hostile.filter(
          (rest) => !/^[\s"'(<[{]*(access|request|grant|connection|login|session|glass)/i.test(rest),
        ),
        (polite, verb, rest) => {
          const { kind } = parseCommand(`${polite}${verb} ${rest}`);
          assert.ok(kinds.has(kind), kind);
        },
      ),
      { numRuns: 1000 },
    );
  });

  const longest = fc
    .integer({ min: 1, max: 24 })
    .chain((hours) =>
      fc.constantFrom(
        ...['up to', 'for up to', 'at most', 'for at most', 'max'].map(
          (words) => [`${words} ${hours}h`, hours * 3600] as const,
        ),
      ),
    );
  const setPorts = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 1, maxLength: 4 });
  const joined = fc.constantFrom(', ', ' and ', ',', ' ');
  const typedSources = fc.uniqueArray(fc.oneof(fc.ipV4(), fc.constantFrom('198.51.100.0/24', '*')), {
    minLength: 1,
    maxLength: 3,
  });
  const targets = fc.oneof(
    machines,
    machines.map((name) => `${name}*`),
    machines.map((name) => `rg-web/${name}`),
    machines.map((name) => `Production/rg-web/${name}`),
  );

  it('is understood as its parts, in every order', () => {
    const parts = fc.record({
      verb: fc.constantFrom('enable jit', 'turn on jit', 'Turn JIT on', 'please set up jit'),
      target: targets,
      place: fc.constantFrom('on ', 'for ', 'on the server '),
      quote: fc.constantFrom('', '"'),
      ports: setPorts,
      longest,
      sources: typedSources,
      between: joined,
      order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    });
    fc.assert(
      fc.property(parts, ({ verb, target, place, quote, ports, longest, sources, between, order }) => {
        const said = [
          `${place}${quote}${target}${quote}`,
          `${ports.length > 1 ? 'ports' : 'port'} ${ports.join(between)}`,
          longest[0],
          `from ${sources.join(between)}`,
        ];
        const sentence = `${verb} ${order.map((at) => said[at]).join(' ')}`;
        assert.deepEqual(
          parseCommand(sentence),
          { kind: 'enable-jit', machine: target, ports, longest: longest[1], sources, unknown: [] },
          sentence,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('names each word of it that it knows nothing of', () => {
    const strange = fc.stringMatching(/^[a-z]{2,6}@[a-z]{2,6}$/);
    fc.assert(
      fc.property(fc.array(strange, { maxLength: 20 }), (words) => {
        const parsed = parseCommand(`enable jit on web-01 ${words.join(' ')}`);
        assert.deepEqual(parsed, { kind: 'enable-jit', machine: 'web-01', unknown: words });
      }),
    );
  });
});

describe('a sentence that was a request before JIT could be set up', () => {
  const names = fc.constantFrom(
    'jit-01',
    'jit-status',
    'defender-1',
    'audit-ports',
    'protect-2',
    'ack-1',
    'web-01',
  );
  const loose = fc.constantFrom(
    'jit',
    'defender',
    'audit',
    'findings',
    'ack',
    'acknowledge',
    'protect',
    'drift',
  );
  const asking = fc.constantFrom(
    ...[
      'rdp to',
      'ssh to',
      'open 3389 on',
      'turn on rdp on',
      'switch on ssh on',
      'enable rdp on',
      'access to',
    ],
  );

  it('still is, whatever its machine is called', () => {
    fc.assert(
      fc.property(asking, fc.oneof(names, loose), (ask, machine) => {
        const parsed = parseCommand(`${ask} ${machine} for 1h`);
        assert.equal(parsed.kind === 'request' && parsed.wish.machine, machine, `${ask} ${machine}`);
      }),
    );
  });
});
