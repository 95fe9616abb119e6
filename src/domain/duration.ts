// Times people write and read: the card's time field, wall clocks in time zones, and spans in words.
import type { WishedTime } from './command/command.ts';
import { readTime } from './command/time-words.ts';
import { longestSentence, meaningAt, wordsOf } from './command/words.ts';
import type { Instant, Seconds } from './time.ts';
import { momentsOf, zoneOffset } from './zone.ts';

const day = 86_400_000;

/**
 * A time as the form's field takes it: `1h30`, `an hour`, `for 90 minutes`, `until 17:00`; the grammar of sentences.
 * `undefined`: anything else, also a bare number, since nobody can say thirty of what.
 */
export const parseTime = (text: string): WishedTime | undefined => {
  if (text.length > longestSentence) return undefined;
  const words = wordsOf(text);
  const start = meaningAt(words, 0)?.meaning.kind === 'for' ? 1 : 0;
  const read = readTime(words, start);
  return read !== undefined && read.next === words.length ? read.value : undefined;
};

/** The IANA zone itself if this runtime knows it, else `UTC`. */
export const knownZone = (zone: string | undefined): string => {
  if (zone === undefined) return 'UTC';
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch (error) {
    // How Intl says that it does not know a zone; there is no other way to ask.
    if (error instanceof RangeError) return 'UTC';
    throw error;
  }
};

/**
 * Seconds from `now` to the next moment after it when clocks in `timeZone` (unknown: UTC) show this time, rounded up,
 * so that the end never reads a minute early. A time that occurs twice when clocks go back counts at its next
 * occurrence; one that is skipped when they go forward counts at the moment of the skip, never later.
 */
export const secondsUntil = (
  time: { readonly hour: number; readonly minute: number },
  now: Instant,
  timeZone: string,
): Seconds => {
  const offsetAt = zoneOffset(knownZone(timeZone));
  const today = Math.floor((now + offsetAt(now)) / day) * day;
  const sinceMidnight = (time.hour * 60 + time.minute) * 60_000;
  // Yesterday, because clocks set back over midnight show it again.
  const moments = [-1, 0, 1, 2].flatMap((days) => momentsOf(today + days * day + sinceMidnight, offsetAt));
  return Math.ceil((Math.min(...moments.filter((moment) => moment > now)) - now) / 1000);
};

/** `1 h 30 min`, `45 min`, `1 min 30 s`, `24 h`, `0 s`. Parts of a second are rounded. */
export const formatSeconds = (seconds: Seconds): string => {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return said.length === 0 ? '0 s' : said.join(' ');
};
