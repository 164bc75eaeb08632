export { enterContext, offerEntry } from './context-entry.js';
export { releaseAll } from './held-failures.js';
export type { ExpectedError } from './expected-error.js';
export { expecting, type Expects, withExpected } from './expected-errors.js';
export { GuardedObserver } from './guarded-observer.js';
export { Observation, type ReportFault } from './observation.js';
export type { Observer, Recording } from './observer.js';
export type { AttributeValue, Labels, Operation, OperationAttributes } from './operation.js';
export {
  type Conclude,
  concludeByThrow,
  isUnexpected,
  NO_FACTS,
  type Outcome,
  type Result,
  type Settlement,
} from './outcome.js';
export { isPromise, reportRejection } from './report-rejection.js';
export { sharedState, sharedSymbol } from './shared-state.js';
export { currentTelemetry, own, register } from './slot.js';
export { Telemetry } from './telemetry.js';
export { UnitOfWork } from './unit-of-work.js';
export { VERSION } from './version.js';
