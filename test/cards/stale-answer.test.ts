// Second clicks, and clicks by others.
import { equal } from 'node:assert/strict';
import { notYoursAnswer, staleAnswer } from '../../cards/stale-answer.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { minutes, neverOpen, open, samples } from './samples.ts';

const named = (name: string): AccessRequest => {
  const found = samples.find((sample) => sample.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found.request;
};

const answers: readonly (readonly [sample: string, answer: string])[] = [
  ['draft: form', 'This form has changed meanwhile. Use the card as it is now.'],
  ['approved', 'Already requested by you at 14:02 (Europe/Berlin); Azure is being asked.'],
  [
    'opening',
    'Already requested by you at 14:02 (Europe/Berlin); Azure was asked, and I look until the port is open.',
  ],
  ['open', 'Already requested by you at 14:02; it is open until 15:03 (Europe/Berlin).'],
  [
    'closing',
    'Already requested by you at 14:02; it ended at 15:03 (Europe/Berlin), and I look until the port is shut.',
  ],
  [
    'closed',
    'Already requested by you at 14:02; it was seen shut at 15:04 (Europe/Berlin). To get in, ask again.',
  ],
  [
    'closed, open without a rule',
    'Already requested by you at 14:02 (Europe/Berlin). Your access has ended, but the port is still open through something that JIT did not make.',
  ],
  ['withdrawn', 'You cancelled this at 14:06 (Europe/Berlin). To get in, ask again.'],
  [
    'lapsed',
    'This form was not sent in time and lapsed at 14:02 on Tue 24 Nov (Europe/Berlin). To get in, ask again.',
  ],
  [
    'refused',
    'This was refused at 14:03 (Europe/Berlin). db-9 has no just-in-time policy, so no port of it can be opened here; an administrator can add one in Defender for Cloud.',
  ],
  [
    'failed: azure unavailable',
    'Already requested by you at 14:02 (Europe/Berlin), and it failed. Azure did not answer.',
  ],
];

describe('staleAnswer', () => {
  for (const [sample, answer] of answers)
    it(`tells the state of: ${sample}`, () => equal(staleAnswer(named(sample), minutes(120)), answer));

  it('says that a port was never seen open', () => {
    equal(
      staleAnswer(neverOpen, minutes(120)),
      'Already requested by you at 14:02; it was never seen open, and seen shut at 15:04 (Europe/Berlin). To get in, ask again.',
    );
  });

  it('names the day when it is another one', () => {
    equal(
      staleAnswer(open, minutes(2880)),
      'Already requested by you at 14:02 on Mon 23 Nov; it is open until 15:03 on Mon 23 Nov (Europe/Berlin).',
    );
  });
});

describe('notYoursAnswer', () => {
  it('names who can send the request', () =>
    equal(notYoursAnswer(open), 'Only Ada Lovelace can send this request.'));
  it('manages without a name', () => {
    const nameless = { ...open, requester: { id: 'x', name: ' ' } };
    equal(notYoursAnswer(nameless), 'Only the person who asked can send this request.');
  });
});
