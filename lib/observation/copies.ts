import { type Channel, channel } from 'node:diagnostics_channel';
import { stateVersion, VERSION } from './version.js';

/** A copy of this package that has running applications. Copies of every version read this: only add to it. */
export interface RunningCopy {
  readonly version: string;
  /** The `globalThis` of the copy: Jest gives each test file its own. */
  readonly realm: object;
  /** The number of the application that started last. */
  youngest: number;
  /** True inside a unit of work of this copy. */
  readonly atWork: () => boolean;
  /** Says once that a copy with other state is in this process. */
  readonly meet: (version: string) => void;
}

interface Copies {
  readonly versions: Set<string>;
  readonly running: Set<RunningCopy>;
  readonly reported: Set<string>;
  /** Applications that have started so far. */
  started: number;
}

// Unversioned, because here versions meet. On an object of Node's own: module registries and realms do not share
// globalThis, but they share Node's diagnostics channels, and so see the same requests.
const COPIES = Symbol.for('nestjs-telemetry:copies');
const HOLDER = channel('nestjs-telemetry') as Channel & { [COPIES]?: Copies };
const copies = (HOLDER[COPIES] ??= { versions: new Set(), running: new Set(), reported: new Set(), started: 0 });

if (!copies.versions.has(VERSION)) {
  copies.versions.add(VERSION);
  for (const copy of copies.running) copy.meet(VERSION);
}

/** Notes that an application of `copy` starts. */
export function started(copy: RunningCopy): void {
  copy.youngest = ++copies.started;
  copies.running.add(copy);
  for (const version of copies.versions) copy.meet(version);
}

/** Notes that the last application of `copy` has ended. */
export function ended(copy: RunningCopy): void {
  copies.running.delete(copy);
}

/** True where another copy is at work: what happens there is left to that one. */
export function isWorkOfAnother(own: RunningCopy): boolean {
  for (const copy of copies.running) if (copy !== own && copy.atWork()) return true;
  return false;
}

/**
 * True where work outside any unit of work may belong to an application of another copy. Of several realms, the one
 * whose application started last is in use: applications of earlier test files were left open.
 */
export function mayBelongToAnother(own: RunningCopy): boolean {
  for (const copy of copies.running) {
    if (copy !== own && (copy.realm === own.realm || copy.youngest > own.youngest)) return true;
  }
  return false;
}

/** The report that copies with different state are in this process; undefined where they share state, or after the first. */
export function reportOfMeeting(version: string): string | undefined {
  if (stateVersion(version) === stateVersion(VERSION)) return undefined;
  const versions = [version, VERSION].toSorted().join(' and ');
  if (copies.reported.has(versions)) return undefined;
  copies.reported.add(versions);
  return (
    `Versions ${versions} of nestjs-telemetry are in this process. Each observes its own applications only: the ` +
    `decorators of one do nothing in an application of the other. Fix: install one version; ` +
    '`npm ls nestjs-telemetry` shows which packages bring which'
  );
}
