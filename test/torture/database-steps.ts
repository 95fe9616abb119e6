// Named steps at statements of a PostgreSQL server: each record of a life, before it arrives and after it is committed.
import type { Happening } from './happening.ts';
import { type Chain, type Step, saidTwice, stepAt } from './step.ts';
import type { StoryKind } from './stories.ts';

const statement =
  (words: RegExp) =>
  ({ place, what }: Happening): boolean =>
    place === 'database' && words.test(what);

/** Caught when it is committed, and not merely carried out. */
const committed =
  (words: RegExp) =>
  (happening: Happening): boolean =>
    statement(words)(happening) && happening.lasting;

/** A record never arrives, or is committed and the bot never knows. */
const record = (
  name: string,
  words: RegExp,
  more: Partial<Pick<Step, 'holds' | 'twice'>> = {},
): readonly Step[] => [
  stepAt(name, 'the statement that records it', 'lost', statement(words), more),
  stepAt(name, 'the statement that records it', 'answered', committed(words)),
];

const kind = (word: string): RegExp => new RegExp(`"kind":"${word}"`);
const toldOf = (notice: string): RegExp => new RegExp(`"notice":"${notice}"`);
const again = { holds: saidTwice, twice: 1 } as const;

/** What each kind of story records, in its order. */
const records: readonly (readonly [StoryKind, string, RegExp, Partial<Pick<Step, 'holds' | 'twice'>>?])[] = [
  ['granted', 'the request is made', kind('asked')],
  ['granted', 'the form is sent', kind('requested')],
  ['granted', 'the ask is recorded before it is made', kind('initiate-sent')],
  ['granted', 'Azure’s yes is recorded', kind('initiate-accepted')],
  ['granted', 'the port is seen open', kind('opened')],
  ['granted', 'Ready to the requester is recorded', toldOf('requester/ready'), again],
  ['granted', 'Ready to on-call is recorded', toldOf('on-call/ready'), again],
  ['granted', 'the end is recorded', kind('ended')],
  ['granted', 'the port is seen shut', kind('closed')],
  ['granted', 'Closed to the requester is recorded', toldOf('requester/closed'), again],
  ['granted', 'Closed to on-call is recorded', toldOf('on-call/closed'), again],
  ['approved', 'approvers are asked', kind('approval-asked')],
  ['approved', 'the approvers’ card is recorded', kind('decision-card-shown')],
  ['approved', 'a click to approve is recorded', kind('decision-approve')],
  ['denied', 'a click to deny is recorded', kind('decision-deny')],
  ['withdrawn', 'a withdrawal is recorded', kind('withdrawn')],
  ['cancelled', 'a form is dropped', kind('form-dropped')],
  ['done', '“I’m done” is recorded', kind('done')],
  ['extended', 'an extension is made', kind('extension-asked')],
  ['extended', 'an extension takes over', kind('superseded')],
  ['setup', 'a write is recorded before it is made', kind('setup-writing')],
  ['setup', 'a write is recorded after it was read back', kind('setup-written')],
  ['setup', 'what came of it is recorded', kind('setup-done')],
];

const lease = /lease_owner = \$2, lease_until/;

/** The chains at statements. */
export const databaseChains: readonly Chain[] = [
  ...records.map(
    ([story, name, words, more]): Chain => ({
      name,
      story,
      engine: 'postgres',
      steps: record(name, words, more),
    }),
  ),
  // One life each: a rule that is gone when the next process looks is not deleted again.
  ...record('the deletion is recorded', kind('revoked')).map(
    (step): Chain => ({ name: step.name, story: 'done', engine: 'postgres', steps: [step] }),
  ),
  {
    name: 'wake-ups',
    story: 'granted',
    engine: 'postgres',
    steps: record('the job of a wake-up is left', /insert into pgboss\.j/i, {
      holds: 'a sweep finds what has no job',
    }),
  },
  {
    name: 'leases',
    story: 'granted',
    engine: 'postgres',
    // It is given back by the last record of a settling: those are among the steps above.
    steps: record('a lease is taken', lease),
  },
  {
    name: 'the first start',
    story: 'granted',
    engine: 'postgres',
    atFirstStart: true,
    steps: [
      ...record('the tables are made', /create table jit\.requests/),
      ...record(
        'the queue’s tables are made',
        /create schema if not exists pgboss|CREATE SCHEMA IF NOT EXISTS pgboss/i,
      ),
    ],
  },
];
