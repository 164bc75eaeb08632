import { createRequire } from 'node:module';

/**
 * Node's `createRequire()` under another name: calls that webpack recognises get a function of its own, which knows neither
 * Node's cache nor what is installed.
 */
export const requireFrom: typeof createRequire = createRequire;
