// Points in time and spans as a reader reads them. Never depends on the zone or language of this machine.
import type { Instant, Seconds } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import { type Language, spoken } from './language.ts';
import { remembered } from './remembered.ts';

/** How somebody reads times: IANA zone and BCP 47 locale, as their activity said. Neither is trusted to be valid. */
export interface Reader {
  readonly timeZone: string;
  readonly locale: string;
}

/** A time in two pieces, for places where the zone stands apart. */
export interface When {
  /** `17:05`, or with its day `17:05 on Tue 24 Nov`. */
  readonly time: string;
  /** The zone the time is in: the reader's, or `UTC` where that is not a zone. */
  readonly zone: string;
}

/**
 * `at` in the reader's zone, in the language that is spoken. The day is left out only when `today` is given and falls on the same day
 * there. The reader's locale decides between 17:05 and 5:05 pm.
 */
export function when(at: Instant, reader: Reader, today?: Instant): When {
  const zone = validZone(reader.timeZone);
  const time = clockText(at, hourCycle(reader.locale), zone);
  if (today !== undefined && dayOf(at, zone) === dayOf(today, zone)) return { time, zone };
  return { time: say`${asIs(time)} on ${asIs(dayOf(at, zone))}`, zone };
}

/** As `when`, in one piece with the zone printed: `17:05 (Europe/Berlin)`. Safe as Markdown. */
export function whenText(at: Instant, reader: Reader, today?: Instant): string {
  const { time, zone } = when(at, reader, today);
  return say`${asIs(time)} (${asIs(zone)})`;
}

/** A span in short: `3 h`, `1 h 30 min`, `45 s`. */
export function spanText(seconds: Seconds): string {
  const pieces = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [seconds % 60, 's'],
  ] as const;
  const shown = pieces.filter(([count]) => count > 0).map(([count, unit]) => ofUnit(count, unit));
  return shown.join(spoken().language === 'ja' ? '' : ' ') || ofUnit(0, 's');
}

function ofUnit(count: number, unit: 'h' | 'min' | 's'): string {
  switch (unit) {
    case 'h':
      return say`${count} h`;
    case 'min':
      return say`${count} min`;
    case 's':
      return say`${count} s`;
  }
}

/** The day alone: `Tue 24 Nov`. Safe as Markdown. */
export const dayText = (at: Instant, reader: Reader): string => dayOf(at, validZone(reader.timeZone));

/** The day with its year, as people type it: `2026-12-31`. Safe as Markdown. */
export function dateText(at: Instant, { timeZone }: Pick<Reader, 'timeZone'>): string {
  const options = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone: validZone(timeZone),
  } as const;
  const parts = new Intl.DateTimeFormat('en-GB', options).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** As the language writes it: `Tue 24 Nov`, `Di., 24. Nov.`, `11月24日（火）`. */
const dayOf = (at: Instant, zone: string): string => {
  const { language, locale } = spoken();
  const day = tidy(days(`${localeOf(language, locale)} ${zone}`).format(at));
  switch (language) {
    case 'en':
      return day.replace(',', '');
    case 'de':
      return day;
    case 'ja':
      return day.replace(/\((.+)\)/, '（$1）');
  }
};

/** By locale and zone. */
const days = remembered((key: string) => {
  const [locale, timeZone = 'UTC'] = key.split(' ');
  return new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone });
});

/** Of English all read "24 Nov"; of other languages each locale's own way is the usual one. */
const localeOf = (language: Language, locale: string): string => (language === 'en' ? 'en-GB' : locale);

function clockText(at: Instant, cycle: 'h12' | 'h23', zone: string): string {
  const { language, locale } = spoken();
  const text = tidy(clocks(`${cycle} ${localeOf(language, locale)} ${zone}`).format(at));
  return text.replace(/^0(?=\d:\d\d [ap]m)/, '');
}

/** By hour cycle, locale and zone. */
const clocks = remembered((key: string) => {
  const [cycle, locale, timeZone = 'UTC'] = key.split(' ');
  const hourCycle = cycle === 'h12' ? 'h12' : 'h23';
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle, timeZone });
});

// Node separates "5:05" and "pm" by a narrow no-break space, which some clients show as a box.
const tidy = (text: string): string => text.replace(/\s/g, ' ');

const validZone = remembered((zone: string): string => {
  // Intl takes an empty or missing zone as this machine's own.
  if (zone === '') return 'UTC';
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone });
    return zone;
  } catch {
    return 'UTC';
  }
});

const hourCycle = remembered((locale: string): 'h12' | 'h23' => {
  try {
    const cycle = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions().hourCycle;
    return cycle === 'h12' || cycle === 'h11' ? 'h12' : 'h23';
  } catch {
    return 'h23';
  }
});
