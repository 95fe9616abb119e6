// Sentences: salads of the grammar's own words, whole sentences with something wrong in them, and any text at all.
import fc from 'fast-check';
import { hostileText } from '../hostile-text.ts';

const grammar =
  'rdp ssh winrm sql https remote desktop access open connect request jit grant allow to on into port ports using with at for time in until till from source because reason and & + a an the my this machine vm server ip address network need want please hi can is next about of - – ? help cancel close stop end revoke not s sec m min minutes h hr hours d days week weeks one two three six ten forty-five ninety half quarter done extend who has status why history break glass enable disable configure turn off defender audit acknowledge ack use channel approvals on-call protect up by more noon midnight am pm'.split(
    ' ',
  );
const values =
  'web-01 db-2 "web-01" web-01:3389 sql_prod x 203.0.113.7 203.0.113.0/24 0.0.0.0/0 10.0.0.300 ::1 2001:db8::1 22 3389 65536 0 007 1h 30m 1h30 1.5h 2,5 90 5-m 17:00 5pm 25:00 99999h #12 @1 2026-12-31 * web-* Production office'.split(
    ' ',
  );

const word = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...grammar) },
  { weight: 5, arbitrary: fc.constantFrom(...values) },
  { weight: 1, arbitrary: fc.nat({ max: 70_000 }).map(String) },
  { weight: 1, arbitrary: fc.ipV4() },
  { weight: 1, arbitrary: hostileText.map((text) => text.slice(0, 30)) },
);
const gap = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  ' ',
  '  ',
  '\n',
  '\t',
  ', ',
  '; ',
  ': ',
  '',
  '\u00a0',
  '&nbsp;',
  '"',
  '/',
);

const salad = fc
  .array(fc.tuple(word, gap), { maxLength: 16 })
  .map((parts) => parts.map(([said, after]) => said + after).join(''));

const whole = [
  'rdp to web-01 for 1h from 203.0.113.7 because INC-1234 disk full',
  'ssh db-2 30m',
  'open 5985 on web-01 until 17:00 from 203.0.113.0/24',
  'break glass ssh db-2 30m from 203.0.113.7 because disk full',
  'why rdp web-01 for 1h from 203.0.113.7',
  'allow bob rdp web-01 for 2h',
  'extend web-01 by 30m',
  'enable jit on web-* ports 22, 8443 up to 4h from 203.0.113.0/24',
  'acknowledge 12 until 2026-12-31 because the vendor needs it',
  'who has access to web-01?',
  'use this channel for approvals',
  'turn on defender for Production',
];

/** A sentence with a piece taken out, put in twice, or something put between. */
const spoilt = fc
  .record({
    sentence: fc.constantFrom(...whole),
    at: fc.nat({ max: 80 }),
    length: fc.nat({ max: 12 }),
    instead: fc.oneof(word, hostileText, fc.constant('')),
  })
  .map(({ sentence, at, length, instead }) => {
    const from = at % (sentence.length + 1);
    return sentence.slice(0, from) + instead + sentence.slice(from + length);
  });

export const anySaid: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: salad },
  { weight: 4, arbitrary: spoilt },
  { weight: 1, arbitrary: hostileText },
);
