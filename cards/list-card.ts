// Draws a list of requests as blocks with buttons: as many as fit into a card, the next ones as lines, the rest counted.
import type { Seconds } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import { fitting } from './fitting.ts';
import { extendChoice } from './grant-buttons.ts';
import { inParts } from './list-words.ts';
import { type CardJson, render } from './render.ts';
import { groundAmongOthers, type Status, statusLooks } from './status.ts';
import type { Drawn } from './status-card.ts';
import template from './templates/list.json' with { type: 'json' };

/** A button whose data is the request's id alone. */
export interface VerbButton {
  readonly title: string;
  readonly verb: 'done' | 'end' | 'withdraw' | 'cancel';
  readonly style?: 'destructive';
}

/** One request. Texts are escaped Markdown. */
export interface Block {
  readonly request: string;
  readonly status: Status;
  readonly name: string;
  /** May be empty. */
  readonly place: string;
  /** What its buttons are about: several have the same titles. */
  readonly target: string;
  readonly lines: readonly string[];
  readonly verbs: readonly VerbButton[];
  /** By how many seconds it can be extended, a button each. */
  readonly extensions: readonly Seconds[];
  /** The whole of it in one line, without its status. */
  readonly line: string;
}

export interface List {
  readonly title: string;
  /** The most important first. */
  readonly blocks: readonly Block[];
  /** Further lines, such as allowances. */
  readonly more?: readonly string[];
  readonly notes?: readonly string[];
}

const mostBlocks = 10;
const mostLines = 15;
const mostInSummary = 3;

/** The card of a list, small enough for Teams whatever is in it. */
export function listCard(list: List): Drawn {
  const summary = summaryOf(list);
  return fitting(
    (shown: number) => ({ card: drawn(list, summary, shown), summary }),
    Array.from({ length: mostBlocks }, (_, left) => mostBlocks - left),
    0,
  );
}

function drawn({ title, blocks, more = [], notes = [] }: List, summary: string, shown: number): CardJson {
  const lines = [...blocks.slice(shown).map((block) => `- ${lineOf(block)}`), ...more];
  const left = lines.length - mostLines;
  const texts = [...lines.slice(0, mostLines), ...(left > 0 ? [say`- and ${left} more`] : [])];
  return render(template, {
    title: asIs(title),
    summary: asIs(summary),
    blocks: blocks.slice(0, shown).map(scopeOf),
    more: texts.length === 0 ? [] : [{ text: asIs(texts.join('\n')) }],
    notes: notes.map((text) => ({ text: asIs(text) })),
  });
}

function scopeOf({ request, status, name, place, target, lines, verbs, extensions }: Block) {
  const { word, style } = statusLooks[status];
  return {
    request: asIs(request),
    name: asIs(name),
    place: asIs(place),
    target: asIs(target),
    status: word,
    style: groundAmongOthers(style === 'attention'),
    lines: lines.map((text) => ({ text: asIs(text) })),
    buttons: verbs.length + extensions.length,
    verbs: verbs.map(({ title, verb, style: look = 'default' }) => ({
      title: asIs(title),
      verb,
      style: look,
    })),
    extensions: extensions.map(extendChoice),
  };
}

const lineOf = ({ status, line }: Block): string => say`**${statusLooks[status].word}:** ${asIs(line)}`;

/** For notifications and clients without cards. */
function summaryOf({ title, blocks, more = [] }: List): string {
  const lines = [
    ...blocks.map(({ status, line }) => say`${statusLooks[status].word}: ${asIs(line)}`),
    ...more.map((line) => line.replace(/^- /, '').replaceAll('**', '')),
  ];
  const left = lines.length - mostInSummary;
  const shown = asIs(inParts(lines.slice(0, mostInSummary)));
  return left > 0 ? say`${asIs(title)}: ${shown}; and ${left} more` : say`${asIs(title)}: ${shown}`;
}
