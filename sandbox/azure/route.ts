// What a route is: a method, a path template, and what it answers. ARM compares paths without case.
import type { Answer } from './answers.ts';
import type { ProtectionDelay } from './protection.ts';
import type { SandboxEvent, World } from './world.ts';

/** One call, as a route sees it. */
export interface Call {
  readonly world: World;
  readonly now: number;
  /** Parsed JSON, unchecked; `undefined` when there was none. */
  readonly body: unknown;
  /** The caller's own address, which initiate uses when no source is named. */
  readonly callerAddress: string;
  /** From DELETE of a rule to its going, in milliseconds. */
  readonly deletionTakesMs: number;
  /** From PUT of a policy to its Deny rules. */
  readonly protectionTakesMs: ProtectionDelay;
  /** JIT policies carry an ETag, and PUT heeds If-Match. */
  readonly policyEtags: boolean;
  /** A request header, by its name in lower case. */
  header(name: string): string | undefined;
  /** A link to a path here, as clients that came by another name can follow it. */
  absolute(path: string): string;
  /** The value of a `{part}` of the template; an empty string for a part it does not have. */
  part(name: string): string;
  /** A list answer, in pages. @param wire how an item is written; only those of the page are */
  page<Item>(items: readonly Item[], wire: (item: Item) => unknown): Answer;
  emit(event: SandboxEvent): void;
}

export interface Route {
  readonly method: string;
  /** The template's parts found in `path`, or `undefined` when the path is another's. */
  match(path: string): Readonly<Record<string, string>> | undefined;
  readonly answer: (call: Call) => Answer;
}

/** Makes a route from a template such as `/subscriptions/{s}`. */
export const route = (method: string, template: string, answer: Route['answer']): Route => {
  const source = template.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  const pattern = new RegExp(`^${source}/?$`, 'i');
  return {
    method,
    match: (path) => {
      const found = pattern.exec(path);
      if (found === null) return undefined;
      return Object.fromEntries(
        Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
      );
    },
    answer,
  };
};
