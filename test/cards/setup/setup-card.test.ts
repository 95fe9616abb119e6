// What every card of a change of the setup must be, in whatever state and of whatever size.
import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { setupCard } from '../../../cards/setup/setup-card.ts';
import { setupEndedText } from '../../../cards/setup/setup-notice.ts';
import type { MachineChoice } from '../../../src/domain/machine.ts';
import type { Hole } from '../../../src/domain/nsg/named-rule.ts';
import type { Outcome, PortLeft, SetupChange, Step, Target } from '../../../src/domain/setup/setup-change.ts';
import { evil, isHarmful, markdownOf, nodesOf, ofType, textsOf } from '../card-reading.ts';
import { validCard } from '../valid-card.ts';
import * as samples from './samples.ts';

const mostBytes = 26_001;

/** Texts, without what is ours to be bold. */
const harmfulIn = (texts: readonly string[]): readonly string[] =>
  texts.filter((text) => isHarmful(text.replaceAll(/\*\*(?!x)([^*]*)\*\*/g, '$1')));

describe('the card of a change of the setup', () => {
  for (const [at, change] of samples.changes.entries())
    it(`is valid: ${at} ${setupCard(change).summary}`, () =>
      validCard(setupCard(change), samples.changeId, mostBytes));

  it('is the same for the same change', () => {
    for (const change of samples.changes) deepEqual(setupCard(change), setupCard(change));
  });

  it('has the zone of who asked beside its times', () => {
    for (const change of samples.changes)
      ok(textsOf(setupCard(change).card).some((text) => text.includes('(Europe/Berlin)')));
  });

  it('names a person with the id where others see it', () => {
    const change = samples.droppedOf(samples.askedDisable());
    const shared = { ...change, origin: { conversationId: 'a:1', activityId: '1' } };
    ok(textsOf(setupCard(shared).card).some((text) => text.includes('Grace Admin (id aaaaaaaa…)')));
  });

  it('carries no reason, name or id of a person in its buttons', () => {
    for (const change of samples.changes)
      for (const { data } of ofType(setupCard(change).card, 'Action.Execute'))
        deepEqual({ round: '1', ...Object(data) }, { round: '1', change: samples.changeId });
  });
});

/** A change of as many machines, all of whose texts are `text` or as long as Azure allows. */
function changesOf(count: number, text: (at: number, limit: number) => string): readonly SetupChange[] {
  const machines: readonly MachineChoice[] = Array.from({ length: count }, (_, at) => ({
    id: `/m/${at}`,
    name: text(at, 64),
    subscription: { id: samples.changeId, name: text(at, 64) },
    resourceGroup: text(at, 90),
    region: text(at, 40),
  }));
  const rule = { nsg: text(0, 80), name: text(0, 80), priority: 300 };
  const holes: readonly Hole[] = Array.from({ length: 5 }, (_, at) => ({
    port: 3389 + at,
    rule,
    sources: Array.from({ length: 10 }, () => text(0, 40)),
  }));
  const leaves: readonly PortLeft[] = Array.from({ length: 8 }, (_, at) => ({
    port: 8000 + at,
    world: (['all', 'some', 'unknown', 'none'] as const)[at % 4] ?? 'all',
    rules: [rule, rule, rule, rule],
  }));
  const setting = { ...samples.rdp, allowedSources: Array.from({ length: 10 }, () => text(0, 40)) };
  const targets: readonly Target[] = machines.map((machine, at) => ({
    machine,
    azureId: machine.id,
    policyIds: [`/p/${text(at, 55)}`],
    before: [setting],
    wanted: Array.from({ length: 8 }, (_, port) => ({
      ...setting,
      port: 100 + port,
      maximumSeconds: 86_400,
    })),
  }));
  const leftOut = machines.map((machine, at) => ({
    machine,
    why:
      at % 2 === 0
        ? ({ code: 'unread', why: text(at, 400) } as const)
        : ({
            code: 'in-several-policies',
            policies: Array.from({ length: 9 }, (_, p) => text(p, 55)),
          } as const),
  }));
  const outcomes: readonly Outcome[] = [
    { kind: 'defeated', holes },
    { kind: 'unproven', why: text(0, 400) },
    { kind: 'off', leaves },
    { kind: 'failed', why: text(0, 400), permission: text(0, 120) },
    { kind: 'effective' },
  ];
  const outcomeAt = (at: number): Outcome => outcomes[at % outcomes.length] ?? samples.effective;
  const steps: readonly Step[] = machines.map((_, at) =>
    at % 2 === 0
      ? { ...samples.writing, because: `${at} ${text(at, 400)}` }
      : samples.doneWith(outcomeAt(at)),
  );
  const problems = [
    { code: 'port-unclear', typed: text(0, 200) },
    { code: 'source-unclear', typed: text(0, 1000) },
    { code: 'system-unknown', machines: machines.map(({ name }) => name) },
  ] as const;
  const [first] = targets;
  if (first === undefined) return [];
  const enable = samples.askedEnable({
    machines: targets.map(({ machine, azureId, policyIds }) => ({
      machine,
      azureId,
      policyId: policyIds[0],
      open: holes,
    })),
    leftOut,
    form: { ports: text(0, 200), longest: text(0, 64), sources: text(0, 1000) },
  });
  const configure = samples.askedConfigure({
    target: { ...first, before: first.wanted },
    rows: Array.from({ length: 8 }, () => ({
      port: '65535',
      protocol: '*',
      longest: text(0, 60),
      sources: text(0, 300),
    })),
  });
  const disable = samples.askedDisable({
    targets: targets.map((target) => ({ ...target, wanted: [] })),
    leftOut,
    leaves: targets.map((_, at) => (at % 3 === 0 ? { unread: text(at, 400) } : leaves)),
  });
  const defender = {
    ...samples.askedDefender,
    subscription: { id: text(0, 36), name: text(0, 64) },
    plan: { tier: text(0, 60), subPlan: text(0, 60) },
  };
  const by = { id: text(0, 36), name: text(0, 120) };
  const origin = { conversationId: 'c', activityId: '1' };
  const shared = <Change extends SetupChange>(change: Change): Change => ({ ...change, by, origin });
  return [
    samples.draftOf(enable, { problems }),
    samples.draftOf(configure, { problems }),
    samples.draftOf({
      ...configure,
      wanted: first.wanted.map((each) => ({ ...each, allowedSources: ['*'] })),
    }),
    samples.draftOf(disable, { problems }),
    samples.draftOf(defender, { problems }),
    samples.runningOf({ kind: 'enable', targets }, steps),
    samples.endedOf(
      { kind: 'enable', targets },
      machines.map((_, at) => outcomeAt(at)),
    ),
    samples.endedOf({ kind: 'disable', targets: [first] }, [outcomeAt(2)]),
    samples.endedOf({ kind: 'configure', targets: [first] }, [outcomeAt(0)]),
    samples.droppedOf(enable),
  ].map(shared);
}

describe('the card of a change of many machines with long names', () => {
  const long = (at: number, limit: number) => `${at}-`.padEnd(limit, 'W');
  for (const count of [1, 2, 20, 200])
    for (const [at, change] of changesOf(count, long).entries())
      it(`fits into Teams: ${count} machines, ${at} ${change.state}`, () =>
        validCard(setupCard(change), samples.changeId, mostBytes));

  it('counts whom it does not name', () => {
    const [enable, , , disable, , running, ended] = changesOf(200, long);
    for (const change of [enable, disable, running, ended])
      ok(change !== undefined && textsOf(setupCard(change).card).some((text) => /and \d+ more/.test(text)));
  });

  it('leaves a notice short', () => {
    const ended = changesOf(200, long).find(({ state }) => state === 'ended');
    ok(ended?.state === 'ended' && (setupEndedText(ended) ?? '').length < 1500);
  });
});

describe('the card of a change of machines with hostile names', () => {
  const changes = changesOf(3, (at) => `${evil}${at}`);
  for (const [at, change] of changes.entries())
    it(`lets nothing act that people or Azure wrote: ${at} ${change.state}`, () => {
      deepEqual(harmfulIn(markdownOf(setupCard(change))), []);
      if (change.state === 'ended') deepEqual(harmfulIn([setupEndedText(change) ?? '']), []);
    });

  it('keeps what was typed in its inputs as it was typed', () => {
    const values = changes.flatMap((change) =>
      change.state === 'draft' ? ofType(setupCard(change).card, 'Input.Text').map(({ value }) => value) : [],
    );
    ok(values.includes(`${evil}0`));
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        for (const change of changesOf(2, () => text)) {
          const { card, summary } = setupCard(change);
          ok(summary !== '' && !summary.includes('\n'));
          equal(
            nodesOf(card).some((node) => node.type === 'TextBlock' && typeof node.text !== 'string'),
            false,
          );
        }
      }),
      { numRuns: 15 },
    );
  });
});
