// The request card: valid in Teams for every state, true to the state, and harmless with hostile text.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are meant.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { requestCard } from '../../cards/request-card.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { nodesOf, ofType, textsOf } from './card-reading.ts';
import { approved, closed, draft, failed, form, minutes, open, opening, samples, terms } from './samples.ts';

// The elements of Adaptive Cards 1.5 that Teams shows on desktop, web and phones and that are used here.
const elements = [
  ...['AdaptiveCard', 'Container', 'ColumnSet', 'Column', 'TextBlock', 'RichTextBlock', 'TextRun', 'FactSet'],
  ...['ActionSet', 'Action.Execute', 'Input.Text', 'Input.ChoiceSet'],
];
const verbs = ['request', 'cancel', 'choose-machine', 'name-machine'];

const textsWith = (name: string): readonly string[] => {
  const found = samples.find((sample) => sample.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return textsOf(requestCard(found.request, found).card);
};

describe('requestCard', () => {
  for (const { name, request, key } of samples)
    it(`is a valid card: ${name}`, () => {
      const { card, summary } = requestCard(request, { key });
      deepEqual([card.type, card.version, card.fallbackText], ['AdaptiveCard', '1.5', summary]);
      const json = JSON.stringify(card);
      ok(Buffer.byteLength(json, 'utf16le') < 20_000);
      ok(!/\$\{|"\$(?!schema)|undefined|null|NaN/.test(json), json);
      ok(summary.length > 0 && !summary.includes('\n'));
      const types = nodesOf(card).flatMap((node) => (typeof node.type === 'string' ? [node.type] : []));
      deepEqual(
        types.filter((type) => !elements.includes(type)),
        [],
      );
      for (const action of ofType(card, 'Action.Execute')) {
        ok(verbs.includes(String(action.verb)), String(action.verb));
        const data = { ...(action.data as object) };
        deepEqual(Object.keys(data), action.verb === 'choose-machine' ? ['request', 'machine'] : ['request']);
        equal(Reflect.get(data, 'request'), request.id);
      }
      for (const input of [...ofType(card, 'Input.Text'), ...ofType(card, 'Input.ChoiceSet')]) {
        ok(input.id && input.label);
        equal(input.isRequired === true, input.errorMessage !== undefined);
      }
      equal(ofType(card, 'Action.Execute').length > 0, request.state === 'draft');
    });

  it('says ready with address, end, command, source and rule', () => {
    deepEqual(textsWith('open'), [
      'Ready',
      'web-01',
      'Production / rg-web · westeurope',
      'Connect to',
      '203.0.113.10:3389',
      'Until (Europe/Berlin)',
      '15:03',
      'Copy and run:',
      'mstsc /v:203.0.113.10:3389',
      'Port: 3389 (RDP)',
      'Source: 198.51.100.7',
      'Reason: INC-1234 disk full',
      'Rule: MicrosoftDefenderForCloud-JITRule-123_ab12 (priority 100 in nsg-web)',
      'Sessions that are connected at the end stay; only new ones are refused then.',
    ]);
  });

  const commands: readonly (readonly [what: string, request: AccessRequest, commands: readonly string[]])[] =
    [
      ['ssh for port 22', { ...open, terms: { ...terms, port: 22 } }, ['ssh <user>@203.0.113.10']],
      ['nothing for another port', { ...open, terms: { ...terms, port: 8443 } }, []],
      [
        'the private address of a machine without a public one',
        { ...open, terms: { ...terms, machine: privateMachine() } },
        ['mstsc /v:10.0.0.4:3389'],
      ],
      [
        'the private address when the public one leads to another interface',
        {
          ...open,
          terms: { ...terms, machine: { ...terms.machine, addresses: [secondary('10.0.1.4')] } },
          sight: { ...open.sight, address: '10.0.1.4' },
        },
        ['mstsc /v:10.0.1.4:3389'],
      ],
    ];
  for (const [what, request, expected] of commands)
    it(`offers to copy ${what}`, () => {
      const { card } = requestCard(request, { key: 'open' });
      deepEqual(
        ofType(card, 'TextRun').map((run) => run.text),
        expected,
      );
    });

  it('never says closed while the port is open', () => {
    for (const name of [
      'closed, open by another rule',
      'closed, open without a rule',
      'closed, open for another grant',
    ])
      ok(!/closed|shut|refused/i.test(textsWith(name).join()), name);
  });

  it('says so when the port was never seen open', () => {
    deepEqual(
      textsWith('closed, never open').slice(0, 1).concat(textsWith('closed, never open').slice(7, 9)),
      [
        'Never seen open',
        'The port is shut.',
        'It was never seen open for you. If you still need it, ask again.',
      ],
    );
  });

  for (const [told, sentence] of [
    [{}, 'On-call is told, if a channel is set for it. I keep looking.'],
    [{ 'on-call/late': { at: minutes(4), messageId: '9' } }, 'On-call has been told. I keep looking.'],
    [
      { 'on-call/late': { at: minutes(4), why: 'no channel is set' } },
      'On-call could not be told: no channel is set. I keep looking.',
    ],
  ] as const)
    it(`is honest about on-call: ${sentence}`, () => {
      const late = { ...opening({ kind: 'no-jit-rule' }), told };
      ok(textsOf(requestCard(late, { key: 'opening/late/no-jit-rule' }).card).includes(sentence));
    });

  it('tells what to do next after each failure', () => {
    const next = (['azure-refused', 'right-missing', 'azure-unavailable', 'time-passed'] as const).map(
      (code) => textsOf(requestCard(failed(code, 'Why.'), { key: 'failed' }).card)[8],
    );
    deepEqual(next, [
      'Compare machine, port, source and time with the machine’s just-in-time policy, then ask again.',
      'Ask an Azure administrator to give the bot this right, then ask again.',
      'Ask again in a few minutes.',
      'Ask again with a later end.',
    ]);
  });

  it('names the day of an end that is not the day of asking', () => {
    const texts = textsOf(requestCard({ ...open, endsAt: minutes(1440) }, { key: 'open' }).card);
    equal(texts[6], '14:02 on Tue 24 Nov');
  });

  it('shows hostile names and reasons as text, in every place', () => {
    const evil = '[**x**](https://evil.com)<at>Ada</at>\n# ${reason} \u202e';
    const machine = {
      ...terms.machine,
      name: evil,
      resourceGroup: evil,
      region: evil,
      subscription: { id: '1', name: evil },
    };
    const hostile = { ...terms, machine, reason: evil };
    const rule = { nsg: evil, name: evil, priority: 1 };
    const cards = [
      requestCard({ ...approved, terms: hostile }, { key: 'approved' }),
      requestCard({ ...open, terms: hostile, sight: { ...open.sight, rule } }, { key: 'open' }),
      requestCard(
        { ...closed, terms: hostile, remains: { kind: 'open-by-other-rule', rule } },
        { key: 'closed' },
      ),
      requestCard(draft({ ...form, machine }), { key: 'draft/1' }),
      requestCard(draft({ kind: 'machine', why: 'several', typed: evil, choices: [machine] }), {
        key: 'draft/1',
      }),
    ];
    const texts = cards.flatMap(({ card, summary }) => [
      summary,
      ...ofType(card, 'TextBlock').map(({ text }) => String(text)),
      ...nodesOf(card).flatMap(({ type, value }) =>
        type === undefined && typeof value === 'string' ? [value] : [],
      ),
    ]);
    deepEqual(
      texts.filter((text) => /\]\(|\*|<|\/\/|\.com|\$\{|[\n\u202e]/.test(text)),
      [],
    );
    ok(texts.length > 30);
  });
});

function privateMachine() {
  const { publicAddress: _, ...machine } = terms.machine;
  return machine;
}

function secondary(privateAddress: string) {
  return { interfaceId: '/nic/2', privateAddress, primary: false };
}
