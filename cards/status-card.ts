// Draws what every card of a request that was sent has: status, machine, what matters at a glance, sentences, facts.
import type { Terms } from '../src/domain/terms.ts';
import { asIs, escapeMarkdown } from './escape.ts';
import { placeText } from './grant-words.ts';
import { type CardJson, render } from './render.ts';
import { type Status, statusLooks } from './status.ts';
import template from './templates/status.json' with { type: 'json' };

/** What one state has to tell. All texts are escaped Markdown, except `command`, which is not Markdown. */
export interface Told {
  readonly status: Status;
  readonly summary: string;
  /** The machine it is about; absent where none was agreed on. */
  readonly terms?: Terms;
  /** Two or three short values to be seen first. */
  readonly glance?: readonly Pair[];
  /** What must not be overlooked. */
  readonly warnings?: readonly string[];
  readonly lines: readonly string[];
  /** To be copied into a terminal. */
  readonly command?: string | undefined;
  readonly facts?: readonly Pair[];
  readonly notes?: readonly string[];
  /** Further parts of the card, such as `actions`. */
  readonly parts?: CardJson;
}

/** A card, and one line of escaped Markdown for notifications and clients without cards. */
export interface Drawn {
  readonly card: CardJson;
  readonly summary: string;
}

/** A name and its value. */
export type Pair = readonly [name: string, value: string];

export function statusCard(told: Told): Drawn {
  const { word, style } = statusLooks[told.status];
  const scope = {
    status: word,
    // Screen readers jump from heading to heading: where no machine is named, the state is what the card is about.
    statusStyle: told.terms === undefined ? 'heading' : 'default',
    style,
    summary: asIs(told.summary),
    machine: told.terms === undefined ? '' : told.terms.machine.name,
    place:
      told.terms === undefined
        ? ''
        : asIs(`${placeText(told.terms.machine)} · ${escapeMarkdown(told.terms.machine.region)}`),
    glance: (told.glance ?? []).map(([label, value], column) => ({
      label: asIs(label),
      value: asIs(value),
      // The first may be an address with its port, which has no space to wrap at; times after it do.
      width: column === 0 ? 3 : 2,
    })),
    warnings: (told.warnings ?? []).map((text) => ({ text: asIs(text) })),
    lines: told.lines.map((text) => ({ text: asIs(text) })),
    command: asIs(told.command ?? ''),
    facts: (told.facts ?? []).map(([title, value]) => ({ title: asIs(title), value: asIs(value) })),
    notes: (told.notes ?? []).map((text) => ({ text: asIs(text) })),
  };
  return { card: { ...render(template, scope), ...told.parts }, summary: told.summary };
}
