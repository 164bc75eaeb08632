import { loadOptional } from '../../packages/optional-package.js';
import { declaredPackages } from '../../options/package-json.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import type { Close, StartInstrumentation } from '../instrumentation.js';
import { SharedPatch } from '../shared-patch.js';
import { isLoaded } from './loaded-packages.js';

/** How one driver is observed. */
export interface Driver<Module> {
  readonly packageName: string;
  /** The user's word: true insists, false forbids, undefined leaves it to whether the application has the package. */
  wanted(options: ResolvedOptions): boolean | undefined;
  /** Whether the application has loaded it, where that shows otherwise than a package's does. */
  isLoaded?(): boolean;
  load(): Promise<Module>;
  /** Loads what patches the driver: whoever does not have the one does not need the other. */
  loadPatch(): Promise<PatchDriver<Module>>;
}

/** Patches a driver; each call asks `patch` for its application. Returns what undoes it. */
export type PatchDriver<Module> = (module: Module, patch: SharedPatch) => Close;

/**
 * The instrumentation of a driver. Unless the options decide, it starts when the application declares the package or has loaded
 * it: loading one that only lies around would cost start-up time for nothing.
 */
export function driverInstrumentation<Module>(driver: Driver<Module>): StartInstrumentation {
  const { packageName, wanted, load, loadPatch } = driver;
  const shared = new SharedPatch(`driver:${packageName}`);
  return async (application) => {
    const insisted = wanted(application.options);
    if (insisted === false) return nothingToClose;
    if (insisted === undefined && !isUsed(driver)) return nothingToClose;
    let module: Module;
    try {
      module = await loadOptional(packageName, 'observing it', load);
    } catch (error) {
      if (insisted === true) throw error;
      return nothingToClose;
    }
    const patch = await loadPatch();
    return shared.open(application, () => patch(module, shared));
  };
}

function isUsed<Module>(driver: Driver<Module>): boolean {
  const { packageName } = driver;
  return declaredPackages().has(packageName) || (driver.isLoaded?.() ?? isLoaded(packageName));
}

function nothingToClose(): void {
  // Nothing was opened.
}
