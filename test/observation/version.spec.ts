import { readFileSync } from 'node:fs';
import { sharedState, sharedSymbol } from '../../lib/observation/shared-state.js';
import { stateVersion, VERSION } from '../../lib/observation/version.js';

describe('the version of shared state', () => {
  it('follows from the version in package.json', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(VERSION).toBe(version);
    expect(sharedSymbol('slot')).toBe(Symbol.for(`nestjs-telemetry:slot/${stateVersion(version)}`));
  });

  it.each([
    ['0.1.0', '0.1'],
    ['0.1.7', '0.1'],
    ['0.2.0-rc.1', '0.2'],
    ['1.0.0', '1'],
    ['1.4.2', '1'],
    ['12.0.0-next.3', '12'],
  ])('of %s is %s', (version, state) => {
    expect(stateVersion(version)).toBe(state);
  });

  it('is made once, by the first copy that asks', () => {
    const first = sharedState('test', () => ({ made: 1 }));
    expect(sharedState('test', () => ({ made: 2 }))).toBe(first);
    expect(first).toEqual({ made: 1 });
  });
});
