// ETags of NSGs and their rules.
import { createHash } from 'node:crypto';
import type { Nsg } from './world.ts';

/**
 * As recorded, an NSG and all rules in it carry one and the same ETag, and each change of the NSG makes it another.
 * Here it follows from the rules, so that none can change without it. (Azure's would not come back with the old rules.)
 */
export const etagOf = (nsg: Nsg): string => {
  const hex = createHash('sha256').update(JSON.stringify(nsg.rules)).digest('hex');
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(hex) ?? [];
  return `W/"${parts.join('-')}"`;
};
