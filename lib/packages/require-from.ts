import nodeModule from 'node:module';

/**
 * Node's `createRequire()`. webpack takes out imports of that name: it would put another function there, which knows
 * neither Node's cache nor what is installed.
 */
export const requireFrom: typeof nodeModule.createRequire = nodeModule.createRequire;
