import type { Diagnosis } from '../doctor/diagnosis.js';
import { diagnosisText } from '../doctor/diagnosis-text.js';
import { installedDiagnosis } from './installed-diagnosis.js';
import { startedDiagnosis } from './started-diagnosis.js';

/** Examines an application, or an installation, and writes what was found. Returns the exit code. */
export async function doctorCommand(path: string | undefined, json: boolean): Promise<number> {
  const diagnosis = path === undefined ? await installedDiagnosis() : await startedDiagnosis(path);
  await write(json ? `${JSON.stringify(diagnosis, null, 2)}\n` : diagnosisText(diagnosis, coloured()));
  return hasErrors(diagnosis) ? 1 : 0;
}

function hasErrors({ findings }: Diagnosis): boolean {
  return findings.some(({ level }) => level === 'error');
}

function coloured(): boolean {
  return process.stdout.isTTY && process.stdout.hasColors();
}

/** All of it, also into a pipe. */
function write(text: string): Promise<void> {
  return new Promise((done) => process.stdout.write(text, () => done()));
}
