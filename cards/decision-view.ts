// How a card for approvers is to be drawn, and for whom.
import type { AccessRequest } from '../src/domain/access-request.ts';
import type { Viewer } from '../src/domain/viewer.ts';
import type { CardJson } from './render.ts';

export interface DecisionView {
  /** From `decisionViewOf`. */
  readonly key: string;
  readonly viewer: Viewer;
  /** Teams' ids (`29:…`) of those whose clients are to fetch a view of their own; the first 60 count. */
  readonly refreshFor: readonly string[];
}

/** Whether the card offers what approvers do: also before it is known who looks. */
export const mayTry = ({ viewer }: DecisionView): boolean => viewer === 'everyone' || viewer === 'approver';

/** Teams takes no more: learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#refresh-mechanism. */
const mostRefreshed = 60;

/** The `refresh` of a card that is not decided yet: these people's clients ask for a view of their own. */
export function refreshOf({ id }: AccessRequest, { refreshFor }: DecisionView): CardJson {
  if (refreshFor.length === 0) return {};
  const action = { type: 'Action.Execute', title: 'Refresh', verb: 'view', data: { request: id } };
  return { refresh: { action, userIds: refreshFor.slice(0, mostRefreshed) } };
}
