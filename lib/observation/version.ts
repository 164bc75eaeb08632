/** The version of this package, as package.json has it. */
export const VERSION = '0.1.0';

/**
 * Copies of this package whose state has the same shape share it. A major version may change the shape; before 1.0, a
 * minor version may too.
 */
export function stateVersion(version: string): string {
  const [major, minor] = version.split('.');
  return major === '0' ? `0.${minor}` : String(major);
}
