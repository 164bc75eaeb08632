import { sharedSymbol } from '../observation/shared-state.js';
import type { Diagnosis } from './diagnosis.js';

/** The injection token of an application's {@link Doctor}. */
export const DOCTOR = sharedSymbol('doctor');

/** Examines one running application. */
export interface Doctor {
  diagnose(): Promise<Diagnosis>;
}

/** Where the command line waits for an application that starts. Copies of this package share it. */
export const VISIT = sharedSymbol('doctor-visit');

/** Is called when an application has started, before it listens. */
export type Visit = (doctor: Doctor) => Promise<void>;
