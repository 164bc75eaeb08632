import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadOptional } from '../../packages/optional-package.js';
import { TelemetryError } from '../../telemetry.errors.js';
import type { Close } from '../instrumentation.js';
import { Library } from '../internals/library.js';
import { copyIn, ownCopy, type PackageCopy } from '../internals/package-copy.js';
import type { SharedPatch } from '../shared-patch.js';
import { dependencyCopies } from './copies/dependency-copies.js';
import { watchLaterCopies } from './copies/later-copies.js';
import { importCopy, requireCopy, STILL_LOADING } from './copies/load-copy.js';
import { loadedCopies } from './copies/loaded-packages.js';
import type { Driver, PatchDriver } from './driver.js';

/** How often a copy is looked at again whose loading is under way. */
const RETRIES = 10;

/** The copies of one driver in this process, each of them patched once. */
export class DriverCopies<Module extends object, Member extends string> {
  private readonly undo: Close[] = [];
  /** Directories of copies that are patched, or cannot be. */
  private readonly known = new Set<string>();
  private readonly patched = new WeakSet<Module>();
  private patch: PatchDriver<Module, Member> | undefined;
  private loading: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly driver: Driver<Module, Member>,
    private readonly shared: SharedPatch,
  ) {
    const { packageName } = driver.internals;
    if (!packageName.startsWith('node:')) this.undo.push(watchLaterCopies(packageName, this.found));
  }

  /**
   * Loads the driver as this package finds it, and finds the copies that others have loaded.
   *
   * @throws TelemetryError with code MODULE_MISSING when it is not installed, and the user insists.
   */
  async load(insisted: boolean): Promise<void> {
    try {
      await (this.loading ??= this.loadAll());
    } catch (error) {
      if (insisted) throw error;
    }
  }

  /** Gets ready for copies that are loaded later: they are patched before the code that loads them goes on. */
  async prepare(): Promise<void> {
    this.patch ??= await this.driver.loadPatch();
  }

  close(): void {
    this.closed = true;
    for (const close of this.undo.splice(0)) close();
  }

  private async loadAll(): Promise<void> {
    const { internals, isDual, loadPatch } = this.driver;
    const { packageName } = internals;
    const own = packageName.startsWith('node:') ? nodeModule(packageName) : ownCopy(packageName);
    let missing: unknown;
    try {
      const module = await loadOptional(packageName, 'observing it', () => this.loadOwn(own));
      this.patch = await loadPatch();
      this.apply(module, own);
    } catch (error) {
      if (error instanceof TelemetryError) missing = error;
      else this.failed(own, error);
    }
    if (own.directory !== undefined) {
      // The application can have a copy where this package does not find it by its name.
      if (isDual === true || missing !== undefined) await this.observe(own.directory);
      else this.known.add(own.directory);
    }
    for (const directory of loadedCopies(packageName)) await this.observe(directory);
    if (isDual === true) await this.loadImported(dependencyCopies(packageName));
    if (missing !== undefined && this.known.size === 0) throw missing;
  }

  private async loadOwn({ directory }: PackageCopy): Promise<Module> {
    const { driver } = this;
    // A file that the package does not export can be loaded by its path all the same.
    if (driver.file === undefined || directory === undefined) return driver.load();
    return requireCopy(directory, driver.internals.packageName, driver.file) as Module;
  }

  private async loadImported(directories: Iterable<string>): Promise<void> {
    const { packageName } = this.driver.internals;
    for (const directory of new Set(directories)) {
      const copy = copyIn(directory, packageName);
      try {
        const module = (await importCopy(directory)) as Module | undefined;
        this.known.add(directory);
        if (module !== undefined) this.apply(module, copy);
      } catch (error) {
        this.failed(copy, error);
      }
    }
  }

  /** Something of a copy was loaded. Where the patch is there, the copy is patched before this returns. */
  private readonly found = (directory: string): void => {
    if (this.closed || this.known.has(directory)) return;
    this.observe(directory).catch((error: unknown) => this.failed(this.copy(directory), error));
  };

  private async observe(directory: string): Promise<void> {
    if (this.known.has(directory)) return;
    if (this.patch === undefined) this.patch = await this.driver.loadPatch();
    this.patchCopy(directory, RETRIES);
    if (this.driver.isDual === true) await this.loadImported([directory]);
  }

  private patchCopy(directory: string, retries: number): void {
    if (this.closed || this.known.has(directory)) return;
    const { internals, file } = this.driver;
    const copy = this.copy(directory);
    try {
      const module = requireCopy(directory, internals.packageName, file);
      if (module !== STILL_LOADING) {
        this.known.add(directory);
        if (module !== undefined) this.apply(module as Module, copy);
      } else if (retries > 0) setImmediate(() => this.patchCopy(directory, retries - 1)).unref();
    } catch (error) {
      this.known.add(directory);
      this.failed(copy, error);
    }
  }

  private apply(module: Module, copy: PackageCopy): void {
    if (this.closed || this.patch === undefined || this.patched.has(module)) return;
    this.patched.add(module);
    const { internals } = this.driver;
    const library = new Library(internals, this.shared, copy);
    this.shared.start(internals.name);
    try {
      this.undo.push(this.patch(module, this.shared, library));
    } catch (error) {
      library.failedToPatch(error);
    }
  }

  private failed(copy: PackageCopy, error: unknown): void {
    const { internals, file } = this.driver;
    const library = new Library(internals, this.shared, copy);
    const isMoved = file !== undefined && copy.directory !== undefined && !existsSync(join(copy.directory, file));
    if (isMoved) library.check(file as Member, false);
    else library.failedToLoad(error);
  }

  private copy(directory: string): PackageCopy {
    return copyIn(directory, this.driver.internals.packageName);
  }
}

function nodeModule(name: string): PackageCopy {
  return { name, version: process.versions.node, directory: undefined };
}
