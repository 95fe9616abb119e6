// What every card must be, whatever it shows: Adaptive Cards 1.5 as Teams takes them, small, and with nothing to forge.
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Drawn } from '../../cards/status-card.ts';
import { nodesOf, ofType } from './card-reading.ts';

// The elements of Adaptive Cards 1.5 that Teams shows on desktop, web and phones and that are used here.
const elements = [
  ...['AdaptiveCard', 'Container', 'ColumnSet', 'Column', 'TextBlock', 'RichTextBlock', 'TextRun', 'FactSet'],
  ...['ActionSet', 'Action.Execute', 'Action.OpenUrl', 'Action.ShowCard', 'Input.Text', 'Input.ChoiceSet'],
  // Teams' own, not part of 1.5: never without a fallback.
  'Chart.HorizontalBar.Stacked',
  'Input.Date',
];
const verbs = [
  ...['request', 'cancel', 'choose-machine', 'name-machine', 'withdraw', 'my-address', 'again'],
  ...['setup-confirm', 'setup-cancel', 'setup-review', 'setup-back'],
  ...['approve', 'approve-less', 'deny', 'review', 'view', 'done', 'end', 'extend'],
];
/** Verbs whose buttons carry nothing: all they need are inputs. */
const bare = ['drift-acknowledge', 'drift-take-back'];

/** What may be in a button's data besides the request: what was chosen, never who chose. */
const choices: Readonly<Record<string, string>> = { 'choose-machine': 'machine', extend: 'by' };

/** What a button is for: a request, or a change of the setup. */
const subjectOf = (verb: string): string => (verb.startsWith('setup-') ? 'change' : 'request');

/** @param about The requests, or the change, that its buttons are for. @throws AssertionError naming what is wrong. */
export function validCard(
  { card, summary }: Drawn,
  about: string | readonly string[],
  mostBytes = 20_000,
): void {
  const requests: readonly unknown[] = [about].flat();
  deepEqual([card.type, card.version, card.fallbackText], ['AdaptiveCard', '1.5', summary]);
  const json = JSON.stringify(card);
  const bytes = Buffer.byteLength(json, 'utf16le');
  ok(bytes < mostBytes, `${bytes} bytes`);
  ok(!json.includes('${') && !/"\$(?!schema)|undefined|null|NaN/.test(json), json);
  ok(summary.length > 0 && !summary.includes('\n'));
  const types = nodesOf(card).flatMap((node) => (typeof node.type === 'string' ? [node.type] : []));
  deepEqual(
    types.filter((type) => !elements.includes(type)),
    [],
  );
  for (const chart of ofType(card, 'Chart.HorizontalBar.Stacked'))
    equal(Reflect.get(Object(chart.fallback), 'type'), 'ColumnSet');
  for (const action of ofType(card, 'Action.Execute')) {
    if (bare.includes(String(action.verb))) {
      deepEqual(action.data, {});
      continue;
    }
    ok(verbs.includes(String(action.verb)), String(action.verb));
    // Which drawing a difference is written from: it binds what is confirmed to what was shown, and names nobody.
    const keys = Object.keys(Object(action.data)).filter(
      (key) => key !== 'round' || action.verb !== 'setup-confirm',
    );
    const choice = choices[String(action.verb)];
    const subject = subjectOf(String(action.verb));
    deepEqual(keys, choice === undefined ? [subject] : [subject, choice]);
    ok(requests.includes(Reflect.get(Object(action.data), subject)));
  }
  const inputs = ['Input.Text', 'Input.ChoiceSet', 'Input.Date'].flatMap((type) => ofType(card, type));
  for (const input of inputs) {
    ok(input.id && input.label);
    equal(input.isRequired === true, input.errorMessage !== undefined);
  }
  equal(new Set(inputs.map(({ id }) => id)).size, inputs.length);
}
