import { type Channel, channel } from 'node:diagnostics_channel';
import { stateVersion, VERSION } from './version.js';

/** A copy of this package that has running applications. Copies of every version read this: only add to it. */
export interface RunningCopy {
  readonly version: string;
  /** The `globalThis` of the copy: Jest gives each test file its own. */
  readonly realm: object;
  /** The number of the application of this copy that started last. */
  youngest: number;
  /** True inside a unit of work of this copy. */
  readonly atWork: () => boolean;
  /** Reports once that another copy with different state runs in this process. */
  readonly meet: (version: string) => void;
}

interface Copies {
  readonly versions: Set<string>;
  readonly running: Set<RunningCopy>;
  readonly reported: Set<string>;
  /** Applications that have started so far. */
  started: number;
}

// The key has no version, because copies of different versions meet here. The registry is a property of an object that
// Node owns: module registries and realms have separate globals, but they share Node's diagnostics channels.
const COPIES = Symbol.for('nestjs-telemetry:copies');
const HOLDER = channel('nestjs-telemetry') as Channel & { [COPIES]?: Copies };
const copies = (HOLDER[COPIES] ??= { versions: new Set(), running: new Set(), reported: new Set(), started: 0 });

if (!copies.versions.has(VERSION)) {
  copies.versions.add(VERSION);
  for (const copy of copies.running) copy.meet(VERSION);
}

/** Records that an application of `copy` has started. */
export function started(copy: RunningCopy): void {
  copy.youngest = ++copies.started;
  copies.running.add(copy);
  for (const version of copies.versions) copy.meet(version);
}

/** Records that the last application of `copy` has ended. */
export function ended(copy: RunningCopy): void {
  copies.running.delete(copy);
}

/** True where another copy observes the current work: this copy then does not observe it. */
export function isWorkOfAnother(own: RunningCopy): boolean {
  for (const copy of copies.running) if (copy !== own && copy.atWork()) return true;
  return false;
}

/**
 * True where work outside any unit of work may belong to an application of another copy. With several realms, the realm
 * whose application started last is the active one: earlier test files can leave applications open.
 */
export function mayBelongToAnother(own: RunningCopy): boolean {
  for (const copy of copies.running) {
    if (copy !== own && (copy.realm === own.realm || copy.youngest > own.youngest)) return true;
  }
  return false;
}

/**
 * The report that copies with different state run in this process. Undefined if they share state, or after the first
 * report.
 */
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
