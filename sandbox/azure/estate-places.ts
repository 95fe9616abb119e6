// Where things of the example estate are: its subscriptions, and a resource group in a region of each.

/** Subscription "Production". */
export const production = '5f3c1a7e-2b64-4d09-9c1e-8a6f0d2b7c41';
/** Subscription "Development". */
export const development = 'c94b8d20-7e15-4f3a-b6d8-13e5a90f4c72';
/** Subscription "Sandbox", where the plan of Defender for Servers is off. */
export const sandbox = '3d7a90c4-51be-4e6f-8c27-b90f6a1e5d38';

/** Puts a row into a resource group of Production. */
export const prod = (group: string, region = 'westeurope') => ({ subscription: production, group, region });
/** Puts a row into a resource group of Development. */
export const dev = (group: string, region = 'westeurope') => ({ subscription: development, group, region });
/** Puts a row into a resource group of Sandbox. */
export const trial = (group: string, region = 'westeurope') => ({ subscription: sandbox, group, region });
