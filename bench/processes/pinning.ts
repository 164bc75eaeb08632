import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Which command keeps a process on one processor. Empty where there is none. */
export interface Pinning {
  readonly server: readonly string[];
  readonly load: readonly string[];
  readonly description: string;
}

/** The server has a processor of its own; load generator and receiver share another. */
export function findPinning(): Pinning {
  const none = (why: string): Pinning => ({
    server: [],
    load: [],
    description: `not pinned: ${why}; expect more spread`,
  });
  if (availableParallelism() < 2) return none('there is only one processor');
  if (spawnSync('taskset', ['-c', '0,1', 'true']).status !== 0) return none('there is no taskset');
  return {
    server: ['taskset', '-c', '0'],
    load: ['taskset', '-c', '1'],
    description: 'server on processor 0, load and receiver on processor 1',
  };
}
