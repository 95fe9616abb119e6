// The cards that ask.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are meant.
import { deepEqual, equal } from 'node:assert/strict';
import { draftCard } from '../../cards/draft-card.ts';
import { ofType, textsOf } from './card-reading.ts';
import { choice, draft, form } from './samples.ts';

const buttons = (card: unknown) =>
  ofType(card, 'Action.Execute').map(({ verb, title, data, associatedInputs }) => ({
    verb,
    title,
    data,
    associatedInputs,
  }));
const request = 'req-7f3a';
const cancel = { verb: 'cancel', title: 'Cancel', data: { request }, associatedInputs: 'none' };
const find = { verb: 'name-machine', title: 'Find', data: { request }, associatedInputs: undefined };
const chosen = (title: string, machine: string) => ({
  verb: 'choose-machine',
  title,
  data: { request, machine },
  associatedInputs: 'none',
});

describe('the card that asks for a machine', () => {
  it('offers an input when none was named', () => {
    const { card } = draftCard(draft({ kind: 'machine', why: 'unnamed', typed: '', choices: [] }));
    deepEqual(textsOf(card), ['Not sent yet', 'Which machine?', 'Write its name as it is in Azure.']);
    deepEqual(buttons(card), [find, cancel]);
    deepEqual(
      ofType(card, 'Input.Text').map(({ id, label, value }) => [id, label, value]),
      [['machine', 'Machine', '']],
    );
  });

  it('offers the nearest as buttons, told apart by group where names are the same', () => {
    const choices = [choice('web-01'), choice('web-02'), choice('web-02', 'rg_old.eu')];
    const { card } = draftCard(draft({ kind: 'machine', why: 'unknown', typed: 'wbe-*', choices }));
    deepEqual(textsOf(card).slice(1), [
      'I see no machine called “wbe-∗”',
      'Is it one of these? Otherwise check the spelling.',
    ]);
    deepEqual(buttons(card), [
      chosen('web-01', choices[0]?.id ?? ''),
      chosen('web-02 (rg-web)', choices[1]?.id ?? ''),
      chosen('web-02 (rg_old.eu)', choices[2]?.id ?? ''),
      find,
      cancel,
    ]);
    equal(ofType(card, 'Input.Text')[0]?.value, 'wbe-*');
  });

  it('shows subscription and group of machines with one name', () => {
    const choices = [choice('web-01'), choice('web-01', 'rg-old')];
    const { card } = draftCard(draft({ kind: 'machine', why: 'several', typed: 'web-01', choices }));
    deepEqual(textsOf(card).slice(1), [
      'Which “web-01”?',
      '2 machines have this name.',
      'web-01',
      'Production / rg-web · westeurope',
      'web-01',
      'Production / rg-old · westeurope',
    ]);
    deepEqual(buttons(card), [...choices.map(({ id }) => chosen('Choose', id)), cancel]);
    deepEqual(ofType(card, 'Input.Text'), []);
  });

  it('says what it can see when nothing is near', () => {
    const { card } = draftCard(draft({ kind: 'machine', why: 'unknown', typed: 'x', choices: [] }));
    equal(textsOf(card)[2], 'Check the spelling. I only see machines in the subscriptions I was given.');
  });

  it('stays small with many machines of one name', () => {
    const choices = Array.from({ length: 12 }, (_, index) =>
      choice('web-01', `rg-${'x'.repeat(80)}-${index}`),
    );
    const { card } = draftCard(draft({ kind: 'machine', why: 'several', typed: 'web-01', choices }));
    equal(Buffer.byteLength(JSON.stringify(card), 'utf8') < 20_000, true);
  });
});

describe('the form', () => {
  it('shows what was typed verbatim, and offers the ports by name', () => {
    const values = { port: '22', source: '*:<x>', time: '[a](b)', reason: '**r** ${time}\nline' };
    const { card } = draftCard(draft({ ...form, values }));
    deepEqual(
      [...ofType(card, 'Input.ChoiceSet'), ...ofType(card, 'Input.Text')].map(({ id, value }) => [id, value]),
      Object.entries(values),
    );
    deepEqual(ofType(card, 'Input.ChoiceSet')[0]?.choices, [
      { title: '22 (SSH)', value: '22' },
      { title: '3389 (RDP)', value: '3389' },
    ]);
    deepEqual(buttons(card), [
      { verb: 'request', title: 'Request', data: { request }, associatedInputs: undefined },
      cancel,
    ]);
  });

  it('shows the limits that all ports share once', () => {
    deepEqual(textsOf(draftCard(draft(form)).card), [
      'Not sent yet',
      'web-01',
      'Production / rg-web · westeurope',
      '22 (SSH): 22',
      '3389 (RDP): 3389',
      'The IPv4 address or CIDR you connect from.',
      'Up to 3 h.',
    ]);
  });

  it('shows differing limits with their ports, and every refusal in the colour of attention', () => {
    const offered = [
      { port: 22, maximumSeconds: 3600, allowedSources: ['10.0.0.0/8', '203.0.113.0/24'] },
      { port: 3389, maximumSeconds: 10_800, allowedSources: ['*'] },
    ];
    const refusals = [{ code: 'too-long', maximumSeconds: 3600 }, { code: 'source-missing' }] as const;
    const { card } = draftCard(draft({ ...form, offered, refusals }));
    deepEqual(textsOf(card).slice(-2), [
      'The IPv4 address or CIDR you connect from. Allowed: 10.0.0.0/8 or 203.0.113.0/24 (port 22); any IPv4 address (port 3389).',
      'Up to 1 h (port 22); 3 h (port 3389).',
    ]);
    deepEqual(
      ofType(card, 'TextBlock')
        .filter(({ color }) => color === 'Attention')
        .map(({ text }) => text),
      [
        'That is too long; the machine’s just-in-time policy allows up to 1 h.',
        'Enter the source address you connect from: an IPv4 address such as 203.0.113.7, or a CIDR such as 203.0.113.0/24.',
      ],
    );
  });
});
