import type { Diagnosis } from '../doctor/diagnosis.js';
import { DOCTOR, type Doctor } from '../doctor/doctor.js';
import type { Finding } from '../doctor/findings/finding.js';
import { diagnose } from './diagnose.js';

/** An application, its context, or a `ModuleRef`. */
export interface DiagnosedApplication {
  get(token: symbol, options: { strict: boolean }): unknown;
}

const NOT_IMPORTED: Finding = {
  level: 'error',
  about: 'application',
  what: 'TelemetryModule is not in this application.',
  why: 'Nothing of it is observed.',
  fix: 'Import TelemetryModule.forRoot() in the root module.',
};

export async function diagnoseApplication(app?: DiagnosedApplication): Promise<Diagnosis> {
  if (app === undefined) return diagnose();
  const doctor = doctorOf(app);
  if (doctor !== undefined) return doctor.diagnose();
  const diagnosis = await diagnose();
  return { ...diagnosis, findings: [NOT_IMPORTED, ...diagnosis.findings] };
}

/** By its token, which both builds of this package have. */
function doctorOf(app: DiagnosedApplication): Doctor | undefined {
  try {
    return app.get(DOCTOR, { strict: false }) as Doctor;
  } catch {
    return undefined;
  }
}
