import type { ResolvedOptions } from '../../telemetry.options.js';
import type { Close } from '../instrumentation.js';
import type { Internals } from '../internals/internals.js';
import type { Library } from '../internals/library.js';
import type { SharedPatch } from '../shared-patch.js';

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
  /** Loads the patch of the driver. An application without the driver does not load it. */
  loadPatch(): Promise<PatchDriver<Module, Member>>;
}

/** Patches one copy of a driver; each call asks `patch` for its application. Returns what undoes it. */
export type PatchDriver<Module, Member extends string> = (
  module: Module,
  patch: SharedPatch,
  library: Library<Member>,
) => Close;
