// What admins are told of the access policy's file. All escaped Markdown.
import { asIs, escapeMarkdown, plainText, say, sayCounted } from './escape.ts';

const mostShown = 10;

/**
 * A new version of the file was refused.
 * @param problems What is wrong with it, each with its line.
 * @param kept Whether an older version is still in force; without one everything is refused.
 */
export function policyUnreadableText(problems: readonly string[], kept: boolean): string {
  const shown = problems.filter((problem) => plainText(problem) !== '');
  const lines = shown.slice(0, mostShown).map((problem) => `- ${escapeMarkdown(problem, 300)}`);
  const more = shown.length - lines.length;
  return [
    say`🔴 **The access policy has a mistake, so I did not take it.** ${asIs(inForce(kept))}`,
    ...(lines.length > 0 ? [[...lines, ...(more > 0 ? [say`- and ${more} more`] : [])].join('\n')] : []),
    say`I read it again as soon as it changes.`,
  ].join('\n\n');
}

/** @param file Where the policy should be. */
export const policyMissingText = (file: string): string =>
  say`🔴 **There is no access policy at ${file}**, so every request is refused. I read it as soon as it is there.`;

const inForce = (kept: boolean): string =>
  kept ? say`The version before stays in force.` : say`There is none in force, so every request is refused.`;

/** After bad news. */
export const policyAgainText = (rules: number): string =>
  sayCounted(rules, {
    one: '**The access policy is in force as the file has it now:** {0} rule.',
    other: '**The access policy is in force as the file has it now:** {0} rules.',
  });
