// ETags: of NSGs and their rules, and of JIT policies where a test wants them.
import { createHash } from 'node:crypto';
import type { Nsg, Policy } from './world.ts';

/**
 * As recorded, an NSG and all rules in it carry one and the same ETag, and each change of the NSG makes it another.
 * Here it follows from the rules, so that none can change without it. (Azure's would not come back with the old rules.)
 */
export const etagOf = (nsg: Nsg): string => versionOf(nsg.rules);

/** Follows from what the policy says; its requests change by themselves and are left out. */
export const policyEtagOf = ({ machines, more }: Policy): string => versionOf([machines, more]);

const versionOf = (value: unknown): string => {
  const hex = createHash('sha256').update(JSON.stringify(value)).digest('hex');
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(hex) ?? [];
  return `W/"${parts.join('-')}"`;
};
