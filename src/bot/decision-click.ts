// An approver pressed a button of a decision card, or somebody's client asks for their view of one.
import type { InvokeResponse } from 'botbuilder';
import { unknownCardAnswer } from '../../cards/answers.ts';
import {
  alreadyApprovedAnswer,
  approverUnknownAnswer,
  lessAnswer,
  notApproverAnswer,
  ownRequestAnswer,
} from '../../cards/decision-answers.ts';
import type { DecisionAnswer } from '../access/decisions.ts';
import type { Decision } from '../domain/decide.ts';
import { parseTime } from '../domain/duration.ts';
import type { Person } from '../domain/person.ts';
import { decisionViewOf } from '../domain/view.ts';
import { cardAnswer, messageAnswer } from '../teams/answers.ts';
import type { BotParts } from './parts.ts';

/** What a decision card offers. Nothing in it says who decides: that is the person the channel authenticated. */
export type DecisionClick =
  | { readonly verb: 'approve'; readonly request: string }
  | { readonly verb: 'approve-less'; readonly request: string; readonly less: string }
  | { readonly verb: 'deny'; readonly request: string; readonly note: string }
  | { readonly verb: 'review'; readonly request: string; readonly note: string }
  | { readonly verb: 'view'; readonly request: string; readonly automatic: boolean };

/** @returns the fresh card as this person sees it, or a line for them alone. @throws Fault when the ledger is away. */
export async function answerDecision(
  parts: BotParts,
  person: Person,
  click: DecisionClick,
): Promise<InvokeResponse> {
  const { decisions } = parts;
  switch (click.verb) {
    case 'view':
      return shown(parts, await decisions.look(person, click.request, click.automatic), '');
    case 'review':
      return shown(parts, await decisions.review(person, click.request, click.note.trim()), '');
    case 'approve':
    case 'approve-less':
    case 'deny': {
      const decision = decisionIn(click);
      if (decision === undefined) return messageAnswer(lessAnswer('not-understood', typedIn(click)));
      return shown(parts, await decisions.decide(person, click.request, decision), typedIn(click));
    }
  }
}

const typedIn = (click: DecisionClick): string => (click.verb === 'approve-less' ? click.less : '');

function decisionIn(
  click: Extract<DecisionClick, { verb: `approve${string}` | 'deny' }>,
): Decision | undefined {
  switch (click.verb) {
    case 'approve':
      return { kind: 'approve' };
    case 'deny':
      return { kind: 'deny', reason: click.note.trim() };
    case 'approve-less': {
      const time = parseTime(click.less);
      return time?.kind === 'for' ? { kind: 'approve-less', seconds: time.seconds } : undefined;
    }
  }
}

function shown({ presenter, now }: BotParts, answer: DecisionAnswer, typed: string): InvokeResponse {
  switch (answer.kind) {
    case 'no-such-request':
      return messageAnswer(unknownCardAnswer());
    case 'own':
      return messageAnswer(ownRequestAnswer(answer.request));
    case 'not-approver':
      return messageAnswer(notApproverAnswer(answer.request));
    case 'unknown':
      return messageAnswer(approverUnknownAnswer());
    case 'already':
      return messageAnswer(alreadyApprovedAnswer());
    case 'only-less':
    case 'not-less':
    case 'too-short':
      return messageAnswer(lessAnswer(answer.kind, typed, answer.request));
    case 'shown': {
      const { request, viewer } = answer;
      const view = decisionViewOf(request, now());
      if (view === undefined) return messageAnswer(unknownCardAnswer());
      // Only the person whose view it is: the card as posted names everybody whose client is to ask.
      const message = presenter.decisionCard(request, view, viewer, [], now());
      return message.kind === 'card' ? cardAnswer(message.card) : messageAnswer(message.text);
    }
  }
}
