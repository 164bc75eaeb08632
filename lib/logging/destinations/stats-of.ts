import { type BigIntStats, fstatSync, statSync } from 'node:fs';

/**
 * What a path or an open descriptor is; undefined where that cannot be read. Always as bigints: Node 22 keeps the last
 * stats with numbers, and while they are those of a pipe or a socket it resolves no links to packages.
 */
export function statsOf(target: number | string): BigIntStats | undefined {
  try {
    return typeof target === 'number' ? fstatSync(target, { bigint: true }) : statSync(target, { bigint: true });
  } catch {
    return undefined;
  }
}
