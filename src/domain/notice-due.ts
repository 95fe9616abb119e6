// When a notice became due: the moment it became true, read off the request. How late it was told is measured from there.
import type { AccessRequest } from './access-request.ts';
import type { Notice } from './debt.ts';
import { overdueNotices, type Pace, warningLead } from './pace.ts';
import type { Instant } from './time.ts';
import { lateAt, overdueAt } from './view.ts';

type Head<N extends string> = N extends `${infer H}/${number}` ? H : N;
/** A notice without its number. */
export type NoticeKind = Head<Notice>;

const kinds: Readonly<Record<NoticeKind, true>> = {
  approved: true,
  'sign-in': true,
  denied: true,
  lapsed: true,
  refused: true,
  unasked: true,
  unheard: true,
  escalated: true,
  'break-glass': true,
  ready: true,
  ending: true,
  kept: true,
  lost: true,
  late: true,
  failed: true,
  closed: true,
  remind: true,
  review: true,
  overdue: true,
};
export const noticeKinds = Object.keys(kinds).filter(isNoticeKind);

function isNoticeKind(text: string): text is NoticeKind {
  return Object.hasOwn(kinds, text);
}

/**
 * @param key of the debt to tell it, or of one person's copy: `on-call/overdue/2`, `on-call/ready@…`
 * @returns `undefined`: no notice
 */
export function noticeIn(key: string): { readonly kind: NoticeKind; readonly number: number } | undefined {
  const [, kind = '', number] = (key.split('@')[0] ?? '').split('/');
  return isNoticeKind(kind) ? { kind, number: Number(number ?? 0) } : undefined;
}

/** @returns `undefined`: the request does not say, or has moved on since */
export function noticeDue(
  request: AccessRequest,
  { kind, number }: { readonly kind: NoticeKind; readonly number: number },
  pace: Pace,
): Instant | undefined {
  switch (kind) {
    case 'approved':
      return request.state === 'approved' || request.state === 'opening' ? request.approvedAt : undefined;
    case 'sign-in':
      return request.state === 'approved' ? request.signIn?.askedAt : undefined;
    case 'denied':
    case 'lapsed':
    case 'refused':
    case 'failed':
      return request.state === kind ? request.at : undefined;
    case 'ready':
      return request.state === 'open' ? request.openedAt : undefined;
    case 'closed':
      return request.state === 'closed' ? request.closedAt : undefined;
    case 'late':
      return request.state === 'opening' ? lateAt(request, pace) : undefined;
    case 'ending': {
      if (request.state !== 'open') return undefined;
      const lead = warningLead((request.endsAt - request.openedAt) / 1000, pace);
      return lead === undefined ? undefined : request.endsAt - lead * 1000;
    }
    case 'lost':
      return number;
    case 'overdue':
      return request.state === 'closing' ? overdueAt(request, pace) + overdueAfter(number) * 1000 : undefined;
    case 'escalated':
      return request.state === 'pending' ? request.grounds.asking.escalate?.at : undefined;
    case 'unasked':
    case 'unheard':
    case 'break-glass':
    case 'kept':
    case 'remind':
    case 'review':
      return undefined;
  }
}

/** Seconds after the grace ran out at which the overdue notice with this number is due. */
function overdueAfter(number: number): number {
  let at = 0;
  for (let told = 0; told < number; told += 1) at = overdueNotices(at).next;
  return at;
}
