import { compareVersions, isInRange } from '../../../lib/doctor/packages/version-range.js';

describe('a version range', () => {
  it.each([
    ['8.11.0', '^8.11.0', true],
    ['8.10.9', '^8.11.0', false],
    ['9.0.0', '^8.11.0', false],
    ['12.5.1', '^11.1.4 || ^12.0.0', true],
    ['11.1.3', '^11.1.4 || ^12.0.0', false],
    ['1.10.0', '>=1.10.0 <1.11.0', true],
    ['1.11.0', '>=1.10.0 <1.11.0', false],
    ['0.301.9', '^0.301.0', true],
    ['0.302.0', '^0.301.0', false],
    ['0.0.4', '^0.0.3', false],
    ['22.15.0', '>=22.15.0', true],
    ['v22.14.9', '>22.15', undefined],
    ['22.14.9', '>22.15', false],
    ['3.0.0', '<=3', true],
    ['1.2.3', '1.2.3', true],
    ['1.2.4', '1.2.3', false],
    ['13.0.0-beta.1', '^12.0.0', false],
    ['1.2.3', 'workspace:*', undefined],
    ['1.2.3', '~1.2.0', undefined],
    ['1.2.3', '~1.2.0 || ^1.0.0', true],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(isInRange(version, range)).toBe(expected);
  });

  it('sorts by numbers', () => {
    expect(['1.10.0', '1.9.0', '1.10.1'].toSorted(compareVersions)).toEqual(['1.9.0', '1.10.0', '1.10.1']);
  });
});
