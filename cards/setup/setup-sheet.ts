// Draws what every card of a change of the setup has: what state it is in, what it is about, what must not be overlooked.
import type { SetupChange } from '../../src/domain/setup/setup-change.ts';
import { asIs } from '../escape.ts';
import { fitting } from '../fitting.ts';
import { render, type Scope } from '../render.ts';
import { groundAmongOthers } from '../status.ts';
import type { Drawn } from '../status-card.ts';
import template from '../templates/setup-sheet.json' with { type: 'json' };
import { type SetupLook, setupLooks } from './setup-look.ts';

/** A heading with a word on it, and lines below. */
export interface Section {
  readonly name: string;
  readonly word?: string;
  readonly standsOut?: boolean;
  readonly lines: readonly string[];
}

/** Inputs and buttons: a template of their own. */
export interface Form {
  readonly template: { readonly body: readonly object[]; readonly actions: readonly object[] };
  readonly scope?: Scope;
}

/** All texts are escaped Markdown. */
export interface Sheet {
  readonly look: SetupLook;
  /** Instead of the look's own word. */
  readonly word?: string;
  readonly summary: string;
  readonly title: string;
  readonly place?: string;
  /** What is wrong with what was typed. */
  readonly problems?: readonly string[];
  /** What must not be overlooked. */
  readonly alarms?: readonly string[];
  readonly warnings?: readonly string[];
  readonly progress?: {
    readonly text: string;
    readonly well: number;
    readonly ill: number;
    readonly left: number;
  };
  readonly lines?: readonly string[];
  readonly sections?: readonly Section[];
  /** What happens when it is confirmed. */
  readonly effects?: readonly string[];
  readonly form?: Form;
  readonly notes?: readonly string[];
  /** Needs the width of the conversation. */
  readonly wide?: true;
}

/** The card of `change`, whose buttons carry its id, and where it matters which drawing they stand on. */
export function setupSheet({ id }: SetupChange, sheet: Sheet): Drawn {
  const { word, style } = setupLooks[sheet.look];
  const { notes, ...card } = template;
  const form = sheet.form?.template ?? { body: [], actions: [] };
  const whole = {
    ...card,
    ...(sheet.wide && { msteams: { width: 'Full' } }),
    body: [...card.body, ...form.body, ...notes],
    ...(form.actions.length > 0 && { actions: form.actions }),
  };
  const scope: Scope = {
    ...sheet.form?.scope,
    change: asIs(id),
    status: sheet.word ?? word,
    style,
    summary: asIs(sheet.summary),
    title: asIs(sheet.title),
    place: asIs(sheet.place ?? ''),
    problems: texts(sheet.problems),
    alarms: texts(sheet.alarms),
    warnings: texts(sheet.warnings),
    progress: asIs(sheet.progress?.text ?? ''),
    bar: barOf(sheet.progress),
    lines: texts(sheet.lines),
    sections: (sheet.sections ?? []).map((section) => ({
      name: asIs(section.name),
      word: asIs(section.word ?? ''),
      style: groundAmongOthers(section.standsOut === true),
      ...widthsOf(section),
      lines: texts(section.lines),
    })),
    effects: texts(sheet.effects),
    notes: texts(sheet.notes),
  };
  return { card: render(whole, scope), summary: sheet.summary };
}

const texts = (lines: readonly string[] = []): readonly Scope[] =>
  lines.map((text) => ({ text: asIs(text) }));

/** What a column takes by itself; beside a longer word, nothing would be left for the name. */
const longestWord = 24;

const widthsOf = ({ word = '' }: Section): Scope =>
  word.length > longestWord ? { nameWidth: 1, wordWidth: 2 } : { nameWidth: 'stretch', wordWidth: 'auto' };

/** Columns as wide as their shares. The text above says the same in numbers. */
function barOf(progress: Sheet['progress']): readonly Scope[] {
  if (progress === undefined) return [];
  const shares = [
    { width: progress.well, fill: 'good' },
    { width: progress.ill, fill: 'warning' },
    { width: progress.left, fill: 'emphasis' },
  ];
  return shares.filter(({ width }) => width > 0);
}

/** @param draw takes how much of each list is shown; the rest is counted */
export const shortened = (draw: (most: number) => Drawn): Drawn => fitting(draw, [12, 8, 5, 3, 2], 1);
