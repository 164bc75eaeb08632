import { pathToFileURL } from 'node:url';
import { type Doctor, VISIT } from '../doctor/doctor.js';
import type { ExaminedMessage } from './examined-message.js';
import { rootModule } from './root-module.js';
import { startModule } from './start-module.js';

// The process of an examined application. Its parent ends it when the diagnosis has arrived.
const [, , path = ''] = process.argv;

let isModule = false;

const visit = async (doctor: Doctor): Promise<void> => {
  const diagnosis = await doctor.diagnose();
  // Nobody enables shutdown hooks of a module that is started here.
  const findings = diagnosis.findings.filter(({ about }) => !isModule || about !== 'shutdown');
  send({ kind: 'nestjs-telemetry:examined', diagnosis: { ...diagnosis, findings } });
  // The application does not go on: it would listen now.
  await new Promise(() => undefined);
};
Object.assign(globalThis, { [VISIT]: visit });

// The application finds itself where it is when it is started without this.
process.argv.splice(1, 2, path);
const root = rootModule((await import(pathToFileURL(path).href)) as object);
if (root !== undefined) {
  isModule = true;
  await startModule(path, root);
  send({ kind: 'nestjs-telemetry:failed', reason: 'its root module does not import TelemetryModule' });
}

function send(message: ExaminedMessage): void {
  process.send?.(message);
}
