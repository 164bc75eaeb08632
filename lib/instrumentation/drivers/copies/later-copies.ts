import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyOfFile } from './loaded-packages.js';
import { requireFrom } from '../../../packages/require-from.js';

/** Learns the directory of a copy of a package of which something was loaded. */
type CopyListener = (directory: string) => void;

/** What Node publishes when `require()` returns, and when the promise of an `import()` is settled. */
interface LoadEvent {
  readonly id?: unknown;
  readonly parentFilename?: unknown;
  readonly parentURL?: unknown;
  readonly url?: unknown;
}

const CHANNELS = ['tracing:module.require:end', 'tracing:module.import:asyncEnd'] as const;
const MODULES = `${sep}node_modules${sep}`;
const listeners = new Map<string, Set<CopyListener>>();

/**
 * Watches for copies of a package that are loaded from now on, by Node's channels for modules: the listener may be called
 * often for one copy, when a file of it was loaded and when the package was. Returns what ends it.
 */
export function watchLaterCopies(packageName: string, listener: CopyListener): () => void {
  if (listeners.size === 0) for (const channel of CHANNELS) subscribe(channel, onLoad);
  const ofPackage = listeners.get(packageName) ?? new Set();
  listeners.set(packageName, ofPackage.add(listener));
  return () => {
    ofPackage.delete(listener);
    if (ofPackage.size > 0 || !listeners.delete(packageName) || listeners.size > 0) return;
    for (const channel of CHANNELS) unsubscribe(channel, onLoad);
  };
}

/** Node makes an uncaught exception of what a subscriber throws. */
function onLoad(message: unknown): void {
  try {
    const { id, parentFilename, parentURL, url } = message as LoadEvent;
    const parent = pathOf(parentFilename) ?? pathOf(parentURL);
    if (parent === undefined) return;
    const requested = typeof id === 'string' ? packageOf(id) : undefined;
    // By its name, a package is loaded when this is published; by one of its files, it may still be loading.
    if (requested !== undefined && listeners.has(requested)) {
      tell(requested, pathOf(url) ?? requireFrom(parent).resolve(id as string));
    }
    const loading = packageIn(parent);
    if (loading !== undefined && listeners.has(loading)) queueMicrotask(() => tell(loading, parent));
  } catch {
    // A path that cannot be resolved from outside: the package's own files are seen all the same.
  }
}

function tell(packageName: string, file: string): void {
  const directory = copyOfFile(file, packageName);
  if (directory === undefined) return;
  for (const listener of listeners.get(packageName) ?? []) listener(directory);
}

function pathOf(place: unknown): string | undefined {
  if (typeof place !== 'string' || place === '') return undefined;
  return place.startsWith('file:') ? fileURLToPath(place) : place;
}

/** The package of a bare specifier: `mysql2` of `mysql2/promise`. */
function packageOf(id: string): string | undefined {
  if (id.startsWith('.') || id.startsWith('/') || id.startsWith('file:')) return undefined;
  return firstSegments(id, '/');
}

function packageIn(path: string): string | undefined {
  const at = path.lastIndexOf(MODULES);
  return at < 0 ? undefined : firstSegments(path.slice(at + MODULES.length), sep)?.replaceAll(sep, '/');
}

function firstSegments(path: string, separator: string): string | undefined {
  return path.split(separator, path.startsWith('@') ? 2 : 1).join(separator);
}
