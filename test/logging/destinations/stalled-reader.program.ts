// Writes log lines to stdout as it is asked to over IPC, and answers each request with what has become of the lines.
import { spawnSync } from 'node:child_process';
import { Logger } from 'nestjs-telemetry';
import { createDestination } from '../../../lib/logging/destinations/create-destination.js';
import { LogStatistics } from '../../../lib/logging/log-statistics.js';
import { createRootLogger } from '../../../lib/logging/root-logger.js';
import { resolveOptions, type TelemetryOptions } from '../../../lib/telemetry.options.js';

export type Request =
  | { readonly kind: 'write'; readonly lines: number; readonly characters: number }
  | { readonly kind: 'console'; readonly text: string }
  | { readonly kind: 'answer' | 'spawn' | 'fatal' | 'exit' | 'throw' | 'close' | 'leave' };

export interface Answer {
  readonly emitted: number;
  readonly dropped: number;
}

const given = JSON.parse(process.argv[2] ?? '{}') as TelemetryOptions;
const options = resolveOptions({ ...given, service: { name: 'stalled' } }, {});
const statistics = new LogStatistics();
const root = createRootLogger(options, await createDestination(options, statistics));
const logger = new Logger(root);
let emitted = 0;

async function perform(request: Request): Promise<void> {
  if (request.kind === 'write') {
    for (let line = 0; line < request.lines; line++) logger.info(`line ${emitted++} ${'x'.repeat(request.characters)}`);
  } else if (request.kind === 'console') process.stdout.write(`${request.text}\n`);
  else if (request.kind === 'spawn') spawnSync('true', { stdio: 'inherit' });
  else if (request.kind === 'fatal') logger.fatal(`line ${emitted++} fatal`);
  else if (request.kind === 'exit') process.exit(0);
  else if (request.kind === 'close') await root.close();
  else if (request.kind === 'leave') process.disconnect();
  else if (request.kind === 'throw') {
    setImmediate(() => {
      throw new Error('on purpose');
    });
  }
}

process.on('message', (request: Request) => {
  void perform(request).then(() => {
    const dropped = statistics.read().reduce((sum, counts) => sum + counts.dropped, 0);
    if (process.connected) process.send?.({ emitted, dropped } satisfies Answer);
  });
});
process.send?.('ready');
