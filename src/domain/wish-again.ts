// What somebody wishes who asks again for what has ended: the same, as far as it still makes sense.
import { type AccessRequest, sentOf } from './access-request.ts';
import type { Wish, WishedTime } from './command/command.ts';
import { knownZone } from './duration.ts';
import type { GrantTime } from './terms.ts';
import type { Instant } from './time.ts';
import { zoneOffset } from './zone.ts';

/**
 * Of a form that was never sent, nothing is kept. Where Azure may take another source in place of the one it refused,
 * the wish has that. An end that has passed is left out.
 * @returns `machineId`: the machine that is meant, which its name alone may not tell
 */
export function wishAgain(
  request: AccessRequest,
  now: Instant,
): { readonly wish: Wish; readonly machineId?: string } {
  const sent = sentOf(request);
  if (sent === undefined) return { wish: {} };
  const { machine, port, source, time, reason } = sent.terms;
  const offer = request.state === 'failed' ? request.failure.offer : undefined;
  const wished = timeAgain(time, request.reader.timeZone, now);
  return {
    machineId: machine.id,
    wish: {
      machine: machine.name,
      ports: [port],
      source: offer ?? source,
      ...(wished && { time: wished }),
      ...(reason !== '' && { reason }),
      ...(sent.grounds.kind === 'break-glass' && { breakGlass: true }),
    },
  };
}

const minute = 60_000;

/** A fixed end in the words of the requester's own clock, never later than it was. */
function timeAgain(time: GrantTime, timeZone: string, now: Instant): WishedTime | undefined {
  if (time.kind === 'for') return time;
  const at = Math.floor(time.at / minute) * minute;
  // Said again, a time that has passed would be tomorrow's.
  if (at <= now) return undefined;
  const wall = Math.floor((at + zoneOffset(knownZone(timeZone))(at)) / minute);
  return { kind: 'until', hour: Math.floor(wall / 60) % 24, minute: wall % 60 };
}
