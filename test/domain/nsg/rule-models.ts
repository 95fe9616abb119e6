// Random NSG rules over sixteen source addresses, with a slow and simple judge of their own to compare against.
import fc from 'fast-check';
import type { NsgRule } from '../../../src/domain/nsg/rule.ts';
import { allow, deny } from './rule-builder.ts';

type Answer = 'yes' | 'no' | 'perhaps';

/** One packet to port 3389 of 10.0.0.4: the last octet of its source in 203.0.113.0/28, and the rest. */
interface Packet {
  readonly octet: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly sourcePort: number;
}

/** A rule and what it means, said independently of the code under test. */
export interface RuleModel {
  readonly rule: NsgRule;
  readonly matches: (packet: Packet) => Answer;
}

interface Field {
  readonly text: string;
  readonly matches: (packet: Packet) => Answer;
}

const yesIf = (condition: boolean): Answer => (condition ? 'yes' : 'no');
const fixed = (text: string, answer: Answer): Field => ({ text, matches: () => answer });

const prefixField = fc
  .record({ octet: fc.nat(15), length: fc.integer({ min: 28, max: 32 }) })
  .map(({ octet, length }): Field => {
    const size = 2 ** (32 - length);
    const block = Math.floor(octet / size);
    return {
      text: `203.0.113.${block * size}/${length}`,
      matches: (packet) => yesIf(Math.floor(packet.octet / size) === block),
    };
  });

const source = fc.oneof(
  { weight: 6, arbitrary: prefixField },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      fixed('*', 'yes'),
      fixed('Internet', 'yes'),
      fixed('VirtualNetwork', 'no'),
      fixed('10.0.0.0/8', 'no'),
      fixed('::/0', 'no'),
      fixed('AzureCloud', 'perhaps'),
    ),
  },
);

const destination = fc.constantFrom(
  fixed('*', 'yes'),
  fixed('10.0.0.4', 'yes'),
  fixed('VirtualNetwork', 'yes'),
  fixed('10.0.0.5', 'no'),
  fixed('Sql', 'perhaps'),
);
const destinationPort = fc.constantFrom(fixed('*', 'yes'), fixed('3389', 'yes'), fixed('80-443', 'no'));
const protocol = fc.constantFrom<Field>(
  fixed('*', 'yes'),
  fixed('Icmp', 'no'),
  { text: 'Tcp', matches: (packet) => yesIf(packet.protocol === 'TCP') },
  { text: 'udp', matches: (packet) => yesIf(packet.protocol === 'UDP') },
);
const sourcePort = fc.oneof(
  { weight: 5, arbitrary: fc.constant(fixed('*', 'yes')) },
  {
    weight: 1,
    arbitrary: fc.constant<Field>({
      text: '0-99',
      matches: (packet) => yesIf(packet.sourcePort < 100),
    }),
  },
);

const anyOf = (answers: readonly Answer[]): Answer =>
  answers.includes('yes') ? 'yes' : answers.includes('perhaps') ? 'perhaps' : 'no';
const everyOf = (answers: readonly Answer[]): Answer =>
  answers.includes('no') ? 'no' : answers.includes('perhaps') ? 'perhaps' : 'yes';

const modelAt = (priority: number, access: fc.Arbitrary<'Allow' | 'Deny'>): fc.Arbitrary<RuleModel> =>
  fc
    .record({
      access,
      sources: fc.array(source, { minLength: 1, maxLength: 2 }),
      destination,
      destinationPort,
      protocol,
      sourcePort,
    })
    .map((fields) => ({
      rule: (fields.access === 'Allow' ? allow : deny)(priority, `rule-${priority}`, {
        sources: fields.sources.map(({ text }) => text),
        destinations: [fields.destination.text],
        destinationPorts: [fields.destinationPort.text],
        protocol: fields.protocol.text,
        sourcePorts: [fields.sourcePort.text],
      }),
      matches: (packet) =>
        everyOf([
          anyOf(fields.sources.map((one) => one.matches(packet))),
          fields.destination.matches(packet),
          fields.destinationPort.matches(packet),
          fields.protocol.matches(packet),
          fields.sourcePort.matches(packet),
        ]),
    }));

/** A single rule of the given access, at any priority that `anyModels` leaves free. */
export const anyModel = (access: 'Allow' | 'Deny'): fc.Arbitrary<RuleModel> =>
  fc.nat(6).chain((slot) => modelAt(slot * 10 + 5, fc.constant(access)));

/** Up to six rules with priorities of their own, in any order. */
export const anyModels: fc.Arbitrary<readonly RuleModel[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 6 })
  .chain((slots) => fc.tuple(...slots.map((slot) => modelAt(slot * 10, fc.constantFrom('Allow', 'Deny')))));

/** A question about the sixteen addresses or a block of them. */
export const anyQuestion = fc
  .record({
    octet: fc.nat(15),
    length: fc.integer({ min: 28, max: 32 }),
    protocol: fc.constantFrom('TCP' as const, 'UDP' as const, '*' as const),
  })
  .map(({ octet, length, protocol }) => {
    const size = 2 ** (32 - length);
    const start = Math.floor(octet / size) * size;
    return {
      octets: Array.from({ length: size }, (_, i) => start + i),
      asked: { source: `203.0.113.${start}/${length}`, port: 3389, protocol },
    };
  });

/** Every packet a question stands for; two source ports stand for all, one on either side of the only limit used. */
export const packetsOf = (octets: readonly number[], protocol: 'TCP' | 'UDP' | '*'): readonly Packet[] =>
  octets.flatMap((octet) =>
    (protocol === '*' ? (['TCP', 'UDP'] as const) : [protocol]).flatMap((one) =>
      [50, 5000].map((sourcePort) => ({ octet, protocol: one, sourcePort })),
    ),
  );

/** Tries out every way the undecidable rules could turn out: can the packet get in, can it be stopped? */
export const fatesOf = (models: readonly RuleModel[], packet: Packet): ReadonlySet<'in' | 'out'> => {
  const rest = [...models].sort((a, b) => a.rule.priority - b.rule.priority);
  const walk = (from: number): ReadonlySet<'in' | 'out'> => {
    const model = rest[from];
    if (!model) return new Set(['out']);
    const answer = model.matches(packet);
    const here = model.rule.access === 'Allow' ? 'in' : 'out';
    if (answer === 'yes') return new Set([here]);
    return answer === 'no' ? walk(from + 1) : new Set([here, ...walk(from + 1)]);
  };
  return walk(0);
};
