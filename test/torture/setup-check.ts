// Whether a change of the setup came to what its admin confirmed, and was told.
import { setupEndedText } from '../../cards/setup/setup-notice.ts';
import { personalChatId } from '../../sandbox/chat/conversations.ts';
import { GRACE } from '../../sandbox/chat/people.ts';
import type { Books } from './ledger-read.ts';
import { runAt } from './notices-check.ts';
import type { DoomedWorld } from './world.ts';

/** What JIT being off may be called, after a kill too: found so already, or seen so. */
const good: readonly string[] = ['off', 'already'];

/** Of changes that take JIT off machines, as the stories make them. */
export function setupProblems(world: DoomedWorld, { setups }: Books): readonly string[] {
  return setups.flatMap((change) => {
    if (change.state !== 'ended' || change.plan.kind !== 'disable') return [];
    const outcomes = change.steps.filter(({ outcome }) => !good.includes(outcome.kind));
    // Where one machine ended well, its card says enough.
    const words = setupEndedText(change);
    const said = world.chat
      .messages(personalChatId(GRACE))
      .filter(({ from, content }) => from === 'bot' && content.card === undefined && content.text === words);
    const runs = said.map(({ at }) => runAt(world, at));
    const still = change.plan.targets.flatMap(({ policyIds, machine }) =>
      policyIds.flatMap((id) =>
        world.azure.policy(id).machines.filter((one) => one.id.toLowerCase() === machine.id.toLowerCase()),
      ),
    );
    return [
      ...outcomes.map(({ outcome }) => `JIT was turned off, and it came to ${JSON.stringify(outcome)}`),
      ...still.map(({ id }) => `JIT was turned off for ${id}, and its policy lists it`),
      ...(words !== undefined && said.length === 0
        ? [`nobody was told how setup change ${change.id} ended`]
        : []),
      ...(new Set(runs).size === runs.length ? [] : [`one run of the bot told of ${change.id} twice`]),
      ...(runs.slice(0, -1).every((run) => run?.end?.how === 'killed')
        ? []
        : [`${change.id} was told twice, and nobody was killed`]),
    ];
  });
}
