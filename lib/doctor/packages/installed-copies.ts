import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** A package and its copies in an installation. */
export interface PackageCopies {
  readonly name: string;
  /** One for each directory, those nearest to the application first. */
  readonly copies: readonly PackageCopy[];
}

export interface PackageCopy {
  readonly version: string;
  readonly directory: string;
  /** True if only another package can load this copy. */
  readonly isNested: boolean;
}

/** Larger installations are looked at in part. */
const MAX_DIRECTORIES = 20_000;

interface Search {
  readonly from: string;
  readonly wanted: (name: string) => boolean;
  /** Directories of packages that were visited. */
  readonly seen: Set<string>;
  /** `node_modules` to look at, the nearest first. */
  readonly queue: string[];
  /** The `node_modules` that code in `from` can reach. */
  readonly reachable: Set<string>;
  readonly found: Map<string, PackageCopy[]>;
}

/** Every copy of the wanted packages below the `node_modules` that code in `from` can reach, also inside of packages. */
export async function installedCopies(from: string, wanted: Search['wanted']): Promise<readonly PackageCopies[]> {
  const search: Search = { from, wanted, seen: new Set(), queue: [], reachable: new Set(), found: new Map() };
  for (let at = from; ; at = dirname(at)) {
    const modules = join(at, 'node_modules');
    search.queue.push(modules);
    search.reachable.add(modules);
    if (at === dirname(at)) break;
  }
  for (const modules of search.queue) await searchModules(modules, search);
  const named = Array.from(search.found, ([name, copies]) => ({ name, copies }));
  return named.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

async function searchModules(modules: string, search: Search): Promise<void> {
  for (const entry of await entriesOf(modules)) {
    if (entry === '.pnpm') await searchStore(join(modules, entry), search);
    else if (entry.startsWith('@')) {
      const inScope = await entriesOf(join(modules, entry));
      for (const name of inScope) await searchPackage(modules, `${entry}/${name}`, search);
    } else if (!entry.startsWith('.')) await searchPackage(modules, entry, search);
  }
}

/** pnpm has each package in a directory of the store, beside what it depends on. */
async function searchStore(store: string, { queue }: Search): Promise<void> {
  for (const entry of await entriesOf(store)) queue.push(join(store, entry, 'node_modules'));
}

async function searchPackage(modules: string, name: string, search: Search): Promise<void> {
  const directory = await realpath(join(modules, name)).catch(() => undefined);
  if (directory === undefined || search.seen.has(directory) || search.seen.size >= MAX_DIRECTORIES) return;
  search.seen.add(directory);
  search.queue.push(join(directory, 'node_modules'));
  if (!search.wanted(name)) return;
  const version = await versionIn(directory);
  if (version === undefined) return;
  const copies = search.found.get(name) ?? [];
  search.found.set(name, copies);
  const isNested = !search.reachable.has(modules);
  copies.push({ version, directory: relative(search.from, directory) || '.', isNested });
}

async function entriesOf(directory: string): Promise<readonly string[]> {
  return (await readdir(directory).catch(() => [])).toSorted();
}

async function versionIn(directory: string): Promise<string | undefined> {
  try {
    const { version } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}
