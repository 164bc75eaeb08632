import { stateVersion, VERSION } from './version.js';

/** The version of all state that copies of this package share. */
export const STATE_VERSION = stateVersion(VERSION);

/** A symbol that every copy of this package with the same state has, and no other copy: `nestjs-telemetry:slot/1`. */
export function sharedSymbol(name: string): symbol {
  return Symbol.for(`nestjs-telemetry:${name}/${STATE_VERSION}`);
}

/** State that copies of this package share: several can be installed, or loaded by several module registries. */
export function sharedState<State extends object>(name: string, make: () => State): State {
  const holder = globalThis as { [key: symbol]: unknown };
  return (holder[sharedSymbol(name)] ??= make()) as State;
}
