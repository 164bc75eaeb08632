/** The version of this package, from package.json. */
export const VERSION = '0.1.0';

/**
 * Copies of this package with the same state version share state. A major version may change it; before 1.0, a minor
 * version may too.
 */
export function stateVersion(version: string): string {
  const [major, minor] = version.split('.');
  return major === '0' ? `0.${minor}` : String(major);
}
