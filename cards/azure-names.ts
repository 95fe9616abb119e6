// Names that Azure's objects have, no longer than Azure lets them be. All escaped Markdown.
import { escapeMarkdown } from './escape.ts';

/** Of a virtual machine. */
export const machineName = ({ name }: { readonly name: string }): string => escapeMarkdown(name, 64);

/** Of an NSG or of one of its rules. */
export const ruleName = (name: string): string => escapeMarkdown(name, 80);

/** Of a JIT policy, from its ARM id. */
export const policyName = (policyId: string): string => escapeMarkdown(policyId.split('/').at(-1) ?? '', 64);
