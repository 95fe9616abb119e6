// Why what an admin asked for did not become a card, in one place. All escaped Markdown.
import { isPattern } from '../../src/domain/machine-pattern.ts';
import type { SetupRefusal } from '../../src/domain/setup/setup-refusal.ts';
import { noMachineAnswer } from '../machine-answers.ts';
import {
  alreadyOnAnswer,
  azureUnreadAnswer,
  type MachineWork,
  noMatchAnswer,
  nothingToDoAnswer,
  notOnAnswer,
  onePerCardAnswer,
  planAlreadyOnAnswer,
  rightMissingAnswer,
  settingsUnreadAnswer,
  setupOffAnswer,
  severalMachinesAnswer,
  severalPoliciesAnswer,
  tooManyMatchAnswer,
  tooManyPortsAnswer,
} from './setup-answers.ts';
import { noSubscriptionAnswer, severalSubscriptionsAnswer } from './subscription-answers.ts';

/** @param work what was wanted with machines; of a plan it does not matter */
export function setupRefusedAnswer(refusal: SetupRefusal, work: MachineWork = 'enable'): string {
  switch (refusal.code) {
    case 'setup-off':
      return setupOffAnswer();
    case 'no-machine':
      return isPattern(refusal.typed)
        ? noMatchAnswer(refusal.typed)
        : noMachineAnswer(refusal.typed, refusal.near);
    case 'too-many':
      return tooManyMatchAnswer(refusal.typed, refusal.count, refusal.most);
    case 'several':
      return isPattern(refusal.typed)
        ? onePerCardAnswer(refusal.typed, refusal.choices)
        : severalMachinesAnswer(refusal.typed, refusal.choices);
    case 'all-left-out':
      return leftOutAnswer(refusal, work);
    case 'too-many-ports':
      return tooManyPortsAnswer(refusal.machine, refusal.ports, refusal.most);
    case 'no-subscription':
      return noSubscriptionAnswer(refusal.typed, refusal.near);
    case 'several-subscriptions':
      return severalSubscriptionsAnswer(refusal.typed, refusal.ids);
    case 'plan-on':
      return planAlreadyOnAnswer({ name: refusal.subscription });
    case 'right-missing':
      return rightMissingAnswer(refusal.actions, refusal.roles);
    case 'unread':
      return azureUnreadAnswer(refusal.why, refusal.permission);
  }
}

/** Of one machine there is more to say than that it was left out. */
function leftOutAnswer(
  { leftOut }: Extract<SetupRefusal, { code: 'all-left-out' }>,
  work: MachineWork,
): string {
  const [only, another] = leftOut;
  if (only === undefined || another !== undefined) return nothingToDoAnswer(work, leftOut);
  const { machine, why } = only;
  switch (why.code) {
    case 'already-on':
      return alreadyOnAnswer(machine);
    case 'not-on':
      return notOnAnswer(machine);
    case 'in-several-policies':
      return severalPoliciesAnswer(machine, why.policies);
    case 'unread':
      return settingsUnreadAnswer(machine, why.why);
    case 'no-nsg':
    case 'no-interface':
    case 'name-too-long':
    case 'plan-off':
      return nothingToDoAnswer(work, leftOut);
  }
}
