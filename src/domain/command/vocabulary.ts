// The words the grammar knows, and what each does in a sentence. Two-word entries are matched before their first word.
import type { Seconds } from '../time.ts';

export type Meaning =
  /** A service by name; its ports in order of preference. */
  | { readonly kind: 'service'; readonly ports: readonly number[] }
  /** A word for asking, such as `access`: makes the sentence a request. */
  | { readonly kind: 'ask' }
  /** What follows is a machine: `to`, `on`. */
  | { readonly kind: 'place' }
  /** What follows is a port. */
  | { readonly kind: 'port' }
  | { readonly kind: 'for' | 'in' | 'until' | 'from' | 'because' | 'and' }
  /** Says what kind of word comes: `the`, `my`. Pronouns too: neither ever names a machine. */
  | { readonly kind: 'article' }
  /** A general name for machines: `server`. */
  | { readonly kind: 'noun' }
  /** A general name for sources: `ip`. */
  | { readonly kind: 'address-noun' }
  /** A wish before `to` makes that `to` the start of a verb, not of a place: `I need to …`. */
  | { readonly kind: 'intent' }
  /** Politeness: carries nothing. */
  | { readonly kind: 'filler' }
  | { readonly kind: 'help' }
  /** Turns a sentence round: what starts with it is never taken for a request to open. */
  | { readonly kind: 'opposite' }
  | { readonly kind: 'unit'; readonly seconds: Seconds }
  | { readonly kind: 'amount'; readonly value: number }
  | { readonly kind: 'fraction'; readonly value: number };

const entries = (words: string, meaning: Meaning): readonly (readonly [string, Meaning])[] =>
  words.split(',').map((word) => [word.trim(), meaning]);

const service = (words: string, ...ports: readonly number[]) => entries(words, { kind: 'service', ports });
const unit = (words: string, seconds: Seconds) => entries(words, { kind: 'unit', seconds });
const amount = (words: string, value: number) => entries(words, { kind: 'amount', value });

/** Word or pair of words (lower case) to meaning. */
export const vocabulary: ReadonlyMap<string, Meaning> = new Map([
  ...service('rdp, remote desktop, mstsc', 3389),
  ...service('ssh', 22),
  ...service('winrm', 5985, 5986),
  ...service('https', 443),
  ...service('http', 80),
  ...service('sql, mssql', 1433),
  ...service('postgres, postgresql', 5432),
  ...service('mysql', 3306),

  ...entries('access, open, connect, connection, request, jit, grant, allow, login, logon', { kind: 'ask' }),
  ...entries('log in, log on, sign in, sign on, turn on', { kind: 'ask' }),
  ...entries('to, on, onto, into', { kind: 'place' }),
  ...entries('port, ports, using, via, over, with, at', { kind: 'port' }),
  ...entries('for, time, duration', { kind: 'for' }),
  ...entries('in', { kind: 'in' }),
  ...entries('until, till, til', { kind: 'until' }),
  ...entries('from, source', { kind: 'from' }),
  ...entries('because, because of, due to, reason, reason is, justification', { kind: 'because' }),
  ...entries('and, &, +', { kind: 'and' }),

  ...entries('a, an, the, my, our, your, this, that, these, those', { kind: 'article' }),
  ...entries('me, us, it', { kind: 'article' }),
  ...entries('machine, vm, server, host, computer, box', { kind: 'noun' }),
  ...entries('ip, address, network', { kind: 'address-noun' }),
  ...entries('need, want, like, wish, have, able, try, trying', { kind: 'intent' }),
  ...entries(
    "i, we, you, i'd, i'm, can't, i am, i'll, please, pls, plz, kindly, thanks, thank, thx, cheers",
    {
      kind: 'filler',
    },
  ),
  ...entries('hi, hello, hey, good morning, good afternoon, good evening, dear, bot', { kind: 'filler' }),
  ...entries('can, could, may, would, will, should, do, does, is, be, get, give, gimme, let, ok, okay', {
    kind: 'filler',
  }),
  ...entries('some, just, also, now, from now, today, next, about, up, session, of, -, –, —', {
    kind: 'filler',
  }),
  ...entries('?', { kind: 'filler' }),
  ...entries('help', { kind: 'help' }),
  ...entries("cancel, close, stop, end, revoke, remove, unset, forget, don't, dont, not", {
    kind: 'opposite',
  }),

  ...unit('s, sec, secs, second, seconds', 1),
  ...unit('m, min, mins, minute, minutes', 60),
  ...unit('h, hr, hrs, hour, hours', 3600),
  ...unit('d, day, days', 86_400),
  ...unit('week, weeks', 604_800),
  ...amount('one', 1),
  ...amount('two', 2),
  ...amount('three', 3),
  ...amount('four', 4),
  ...amount('five', 5),
  ...amount('six', 6),
  ...amount('eight', 8),
  ...amount('ten', 10),
  ...amount('fifteen', 15),
  ...amount('twenty', 20),
  ...amount('thirty', 30),
  ...amount('forty-five', 45),
  ...amount('sixty', 60),
  ...amount('ninety', 90),
  ...entries('half', { kind: 'fraction', value: 0.5 }),
  ...entries('quarter', { kind: 'fraction', value: 0.25 }),
]);
