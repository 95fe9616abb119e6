// What the work under way is about: carried beside the calls, once, so that every log line and every span can say it.
import { AsyncLocalStorage } from 'node:async_hooks';

/** Ids only: never what somebody typed. */
export interface Subject {
  /** Id of an access request. */
  readonly request?: string;
  /** Id of a change of how JIT is set up. */
  readonly setup?: string;
  /** Which kind of turn. */
  readonly turn?: string;
  /** Teams' id of the activity that it answers. */
  readonly activity?: string;
}

/** A span that has begun. */
export interface OpenSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** @param failed a word for why; left out: all went well */
  end(failed?: string): void;
}

interface Under {
  readonly subject: Subject;
  readonly span?: OpenSpan;
}

const nothing: Under = { subject: {} };
const under = new AsyncLocalStorage<Under>();

/** Does `work`, which is about this, too. */
export const about = <T>(subject: Subject, work: () => T, span = spanNow()): T =>
  under.run({ subject: { ...subjectNow(), ...subject }, ...(span && { span }) }, work);

/** Does `work` that belongs to nothing before it: a timer set in a turn is no part of that turn. */
export const apart = <T>(work: () => T): T => under.run(nothing, work);

export const subjectNow = (): Subject => (under.getStore() ?? nothing).subject;
export const spanNow = (): OpenSpan | undefined => under.getStore()?.span;

/** For log lines: the subject's ids, and those of the trace where there is one. */
export function factsNow(): Readonly<Record<string, string>> {
  const { subject, span } = under.getStore() ?? nothing;
  return { ...subject, ...(span && { trace_id: span.traceId, span_id: span.spanId }) };
}
