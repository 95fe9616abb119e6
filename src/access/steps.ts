// Steps of work, each a span where traces are wanted; where they are not, only what they are about is carried along.
import { about, type OpenSpan, type Subject, spanNow, subjectNow } from './about.ts';
import { Fault } from './fault.ts';
import type { CallOutcome } from './happenings.ts';

/** A closed set: names are what traces are looked up by. */
export type StepName =
  | 'turn'
  | 'settle'
  | 'settle setup'
  | 'pay'
  | 'policy decision'
  | 'azure call'
  | 'teams call';

/** What a span says besides its name and subject: words of ours, Azure's actions, numbers. Never what somebody typed. */
export type StepFacts = Readonly<Record<string, string | number>>;

/** Begins spans. Implemented in src/telemetry. */
export interface Tracer {
  /** @param startedAgo milliseconds; left out: now */
  begin(
    name: StepName,
    facts: StepFacts,
    subject: Subject,
    parent: OpenSpan | undefined,
    startedAgo?: number,
  ): OpenSpan;
}

export interface Steps {
  /** Does `work` as a step of what is under way, or as the first of a trace of its own. */
  step<T>(name: StepName, subject: Subject, facts: StepFacts, work: () => Promise<T>): Promise<T>;
  /** The same for work that nobody waits for. */
  stepNow<T>(name: StepName, facts: StepFacts, work: () => T): T;
  /** A step that has just ended. */
  past(name: StepName, facts: StepFacts, milliseconds: number, outcome: CallOutcome): void;
}

/** Without traces. */
export const untraced: Steps = {
  step: (_name, subject, _facts, work) => about(subject, work),
  stepNow: (_name, _facts, work) => work(),
  past: () => {},
};

export const tracedBy = (tracer: Tracer): Steps => ({
  async step(name, subject, facts, work) {
    const span = tracer.begin(name, facts, { ...subjectNow(), ...subject }, spanNow());
    try {
      const result = await about(subject, work, span);
      span.end();
      return result;
    } catch (error) {
      span.end(wordFor(error));
      throw error;
    }
  },
  stepNow(name, facts, work) {
    const span = tracer.begin(name, facts, subjectNow(), spanNow());
    try {
      const result = about({}, work, span);
      span.end();
      return result;
    } catch (error) {
      span.end(wordFor(error));
      throw error;
    }
  },
  past(name, facts, milliseconds, outcome) {
    const span = tracer.begin(name, { ...facts, outcome }, subjectNow(), spanNow(), milliseconds);
    span.end(outcome === 'ok' ? undefined : outcome);
  },
});

/** Not the message: it may name machines or people, or quote an SDK. */
const wordFor = (error: unknown): string =>
  error instanceof Fault ? (error.reason ?? error.code) : 'broken';
