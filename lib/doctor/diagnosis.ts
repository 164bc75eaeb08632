import type { Destinations } from './start/destinations.js';
import type { Finding } from './findings/finding.js';
import type { PackageCopies } from './packages/installed-copies.js';
import type { OptionInForce } from './environment/options-in-force.js';

/** What telemetry does in an application, what it does not see, why, and what to do. It can be written as JSON. */
export interface Diagnosis {
  readonly versions: { readonly telemetry: string; readonly node: string; readonly nest: string | undefined };
  readonly application: { readonly name: string; readonly version: string };
  /** Undefined without a running application. */
  readonly destinations: Destinations | undefined;
  /** The running instrumentations. */
  readonly observed: readonly string[];
  /** Installed copies of OpenTelemetry's packages, of observed libraries and of this package. */
  readonly packages: readonly PackageCopies[];
  /** Options that are not at their default. */
  readonly options: readonly OptionInForce[];
  /** The worst first. */
  readonly findings: readonly Finding[];
}
