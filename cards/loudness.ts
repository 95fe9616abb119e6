// The one table of which notices to on-call are loud: those mention whoever is on duty.
import type { AccessRequest } from '../src/domain/access-request.ts';
import type { Notice } from '../src/domain/debt.ts';

type Loudness = 'loud' | 'quiet';
type KindOf<Each extends Notice> = Each extends `${infer Kind}/${number}` ? Kind : Each;

/**
 * Loud is what needs somebody now: a port that may be open and should not be, access that went without our doing, a
 * decision or a review that nobody is asked for. Quiet is what went as it should, and what leaves every port shut: of a
 * request that failed or is late the requester hears at once, and nothing is open that somebody would have to close.
 * Whoever is mentioned for what needs nothing soon reads nothing.
 */
const loudness: Readonly<Record<KindOf<Notice>, Loudness | ((request: AccessRequest) => Loudness)>> = {
  overdue: 'loud',
  'break-glass': 'loud',
  review: 'loud',
  unasked: 'loud',
  // Their warning of the end comes to nothing, too.
  unheard: ({ state }) => (isOver(state) ? 'quiet' : 'loud'),
  lost: 'loud',
  closed: howItClosed,
  ready: 'quiet',
  late: 'quiet',
  failed: 'quiet',
  // Not to on-call, so that there is nobody to mention.
  ending: 'quiet',
  kept: 'quiet',
  'sign-in': 'quiet',
  approved: 'quiet',
  denied: 'quiet',
  lapsed: 'quiet',
  refused: 'quiet',
  escalated: 'quiet',
  remind: 'quiet',
};

const isOver = (state: AccessRequest['state']): boolean =>
  !['approved', 'opening', 'open', 'closing'].includes(state);

function howItClosed(request: AccessRequest): Loudness {
  if (request.state !== 'closed') return 'quiet';
  // Another grant's access is wanted; a rule that JIT did not make is not.
  const stillOpen = request.remains?.kind === 'open-by-other-rule';
  return stillOpen || request.early?.why === 'gone' ? 'loud' : 'quiet';
}

/** Whether a notice to on-call is to mention the people on duty. */
export function isLoud(request: AccessRequest, notice: Notice): boolean {
  const [kind = ''] = notice.split('/');
  if (!isKind(kind)) throw new Error(`nobody has decided how loud ${notice} is`);
  const known = loudness[kind];
  return (typeof known === 'string' ? known : known(request)) === 'loud';
}

const isKind = (kind: string): kind is KindOf<Notice> => Object.hasOwn(loudness, kind);
