import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Diagnosis } from '../doctor/diagnosis.js';
import { withoutSecrets } from '../options/shown-value.js';
import { type ExaminedMessage, isExaminedMessage } from './examined-message.js';
import { installedDiagnosis } from './installed-diagnosis.js';

/** An application that connects to everything it needs may take this long. */
const START_LIMIT_MS = 30_000;
/** The end of what the application wrote, where it did not start. */
const SHOWN_LINES = 12;
const KEPT_CHARACTERS = 4_000;

/** Starts an application in a separate process, up to where it would listen, and has it examined there. */
export async function startedDiagnosis(path: string): Promise<Diagnosis> {
  const { message, output } = await examined(path);
  if (message.kind === 'nestjs-telemetry:examined') return message.diagnosis;
  const tail = withoutSecrets(output.trim().split('\n').slice(-SHOWN_LINES).join('\n'));
  return installedDiagnosis([
    {
      level: 'error',
      about: 'application',
      what: `The application was not examined: ${message.reason}.`,
      ...(tail === '' ? {} : { why: `It wrote:\n${tail}` }),
      fix: 'Give the entry of an application that imports TelemetryModule.forRoot(), or the file of its root module.',
    },
  ]);
}

function examined(path: string): Promise<{ readonly message: ExaminedMessage; readonly output: string }> {
  return new Promise((resolve) => {
    let output = '';
    const child = fork(fileURLToPath(new URL('./examined.js', import.meta.url)), [path], { silent: true });
    const end = (message: ExaminedMessage): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve({ message, output });
    };
    const fail = (reason: string): void => end({ kind: 'nestjs-telemetry:failed', reason });
    const late = `TelemetryModule did not start within ${START_LIMIT_MS / 1_000} s`;
    const timer = setTimeout(() => fail(late), START_LIMIT_MS);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-KEPT_CHARACTERS)));
    }
    child.on('message', (message) => {
      if (isExaminedMessage(message)) end(message);
    });
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => fail(`it ended with code ${code} before TelemetryModule had started`));
  });
}
