import { declaredPackages, developmentPackages } from '../../options/package-json.js';
import type { StartInstrumentation } from '../instrumentation.js';
import { ownCopy } from '../internals/package-copy.js';
import { SharedPatch } from '../shared-patch.js';
import { isLoaded } from './copies/loaded-packages.js';
import type { Driver } from './driver.js';
import { DriverCopies } from './driver-copies.js';

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
      const isLoadedAlready = driver.isLoaded?.() ?? isLoaded(internals.packageName);
      if (isLoadedAlready) application.states.foundLoaded(internals.name);
      if (insisted === true || isLoadedAlready || declaredPackages().has(internals.packageName))
        await copies?.load(insisted === true);
      else if (isInstalledForOthers(internals.packageName)) await copies?.prepare();
    } catch (error) {
      close();
      throw error;
    }
    return close;
  };
}

/** A package that the application depends on may load it later, and use it at once. */
function isInstalledForOthers(packageName: string): boolean {
  return !developmentPackages().has(packageName) && ownCopy(packageName).directory !== undefined;
}

function nothingToClose(): void {
  // Nothing was opened.
}
