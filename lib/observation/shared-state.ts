import { stateVersion, VERSION } from './version.js';

/** The version of all state that copies of this package share. */
export const STATE_VERSION = stateVersion(VERSION);

/** A symbol that all copies of this package with the same state version share: `nestjs-telemetry:slot/1`. */
export function sharedSymbol(name: string): symbol {
  return Symbol.for(`nestjs-telemetry:${name}/${STATE_VERSION}`);
}

/**
 * State that copies of this package share. A process can have several copies: several installations, or several module
 * registries.
 */
export function sharedState<State extends object>(name: string, make: () => State): State {
  const holder = globalThis as { [key: symbol]: unknown };
  return (holder[sharedSymbol(name)] ??= make()) as State;
}
