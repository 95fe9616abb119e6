// Sentences put together from parts whose meaning is known, and what they must be understood as, exactly.
import fc from 'fast-check';
import type { Command, WishedTime } from '../../../src/domain/command/command.ts';

type Part<T> = readonly [said: string, meant: T];

const machine = fc
  .tuple(fc.constantFrom('web', 'db', 'Jump', 'x'), fc.nat({ max: 9999 }), fc.constantFrom('', 'to ', 'on '))
  .map(([kind, number, place]): Part<string> => [`${place}${kind}-${number}`, `${kind}-${number}`]);
const port = fc.oneof(
  fc.constantFrom<Part<readonly number[]>>(
    ['rdp', [3389]],
    ['ssh', [22]],
    ['WinRM', [5985, 5986]],
    ['sql', [1433]],
  ),
  fc.integer({ min: 1, max: 65_535 }).map((number): Part<readonly number[]> => [`port ${number}`, [number]]),
);
const count = fc.integer({ min: 1, max: 500 });
const lasting = (seconds: number): WishedTime => ({ kind: 'for', seconds });
const time = fc.oneof(
  count.map((n): Part<WishedTime> => [`${n}m`, lasting(n * 60)]),
  count.map((n): Part<WishedTime> => [`for ${n} hours`, lasting(n * 3600)]),
  count.map((n): Part<WishedTime> => [`for ${n}h30`, lasting(n * 3600 + 1800)]),
  count.map((n): Part<WishedTime> => [`for ${n} days`, lasting(n * 86_400)]),
  fc.constantFrom<Part<WishedTime>>(
    ['for an hour', lasting(3600)],
    ['for half an hour', lasting(1800)],
    ['for an hour and a half', lasting(5400)],
    ['until 5pm', { kind: 'until', hour: 17, minute: 0 }],
    ['until midnight', { kind: 'until', hour: 0, minute: 0 }],
  ),
  fc
    .tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }))
    .map(
      ([hour, minute]): Part<WishedTime> => [
        `until ${hour}:${String(minute).padStart(2, '0')}`,
        { kind: 'until', hour, minute },
      ],
    ),
);
const source = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 33 }))
  .map(([address, length]) => (length > 32 ? address : `${address}/${length}`));
const reason = fc
  .array(
    fc.constantFrom('INC-1234', 'disk', 'full', 'for', '1h', 'from', '10.0.0.1', 'to', 'web-02', '*bold*'),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((words) => `x ${words.join(' ')}`);

export interface KnownSentence {
  readonly text: string;
  readonly command: Command;
}

/** The parts in any order, the reason last. */
export const knownSentence: fc.Arbitrary<KnownSentence> = fc
  .record({
    machine,
    port,
    time,
    source,
    reason,
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
    why: fc.boolean(),
  })
  .map((parts) => {
    const said = [parts.machine[0], parts.port[0], parts.time[0], `from ${parts.source}`];
    const asked = `${parts.order.map((index) => said[index]).join(' ')} because ${parts.reason}`;
    const wish = {
      machine: parts.machine[1],
      ports: parts.port[1],
      time: parts.time[1],
      source: parts.source,
      reason: parts.reason,
    };
    return {
      text: parts.why ? `why ${asked}` : asked,
      command: { kind: parts.why ? 'why' : 'request', wish, unknown: [] },
    };
  });
