import { declaredPackages, developmentPackages } from '../../options/package-json.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import type { Close, StartInstrumentation } from '../instrumentation.js';
import type { Internals } from '../internals/internals.js';
import type { Library } from '../internals/library.js';
import { ownCopy } from '../internals/package-copy.js';
import { SharedPatch } from '../shared-patch.js';
import { isLoaded } from './copies/loaded-packages.js';
import { DriverCopies } from './driver-copies.js';

/** How one driver is observed. */
export interface Driver<Module extends object, Member extends string> {
  readonly internals: Internals<Member>;
  /** The user's word: true insists, false forbids, undefined leaves it to whether the application has the package. */
  wanted(options: ResolvedOptions): boolean | undefined;
  /** Whether the application has loaded it, where that shows otherwise than a package's does. */
  isLoaded?(): boolean;
  /** Imports it as this package finds it, and returns what a `require()` of it would. */
  load(): Promise<Module>;
  /** The file that is patched, where it is not the entry of the package. */
  readonly file?: string;
  /** It is published twice, for `import` and for `require`; both may be in use. */
  readonly isDual?: boolean;
  /** Loads what patches the driver: whoever does not have the one does not need the other. */
  loadPatch(): Promise<PatchDriver<Module, Member>>;
}

/** Patches one copy of a driver; each call asks `patch` for its application. Returns what undoes it. */
export type PatchDriver<Module, Member extends string> = (
  module: Module,
  patch: SharedPatch,
  library: Library<Member>,
) => Close;

/**
 * The instrumentation of a driver. Unless the options decide, it loads the driver when the application declares the
 * package or has loaded it: loading one that only lies around would cost start-up time for nothing. Copies that are
 * loaded later are observed from then on.
 */
export function driverInstrumentation<Module extends object, Member extends string>(
  driver: Driver<Module, Member>,
): StartInstrumentation {
  const { internals, wanted } = driver;
  const shared = new SharedPatch(`driver:${internals.packageName}`);
  let copies: DriverCopies<Module, Member> | undefined;
  return async (application) => {
    const insisted = wanted(application.options);
    if (insisted === false) return nothingToClose;
    const close = shared.open(application, () => {
      const opened = new DriverCopies(driver, shared);
      copies = opened;
      return () => opened.close();
    });
    try {
      if (insisted === true || isUsed(driver)) await copies?.load(insisted === true);
      else if (isInstalledForOthers(internals.packageName)) await copies?.prepare();
    } catch (error) {
      close();
      throw error;
    }
    return close;
  };
}

function isUsed<Module extends object, Member extends string>(driver: Driver<Module, Member>): boolean {
  const { packageName } = driver.internals;
  return declaredPackages().has(packageName) || (driver.isLoaded?.() ?? isLoaded(packageName));
}

/** A package that the application depends on may load it later, and use it at once. */
function isInstalledForOthers(packageName: string): boolean {
  return !developmentPackages().has(packageName) && ownCopy(packageName).directory !== undefined;
}

function nothingToClose(): void {
  // Nothing was opened.
}
