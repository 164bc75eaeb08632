// Logs long lines for a receiver that takes them and never answers; ends with the numbers of lines and bytes.
import { createServer, type AddressInfo } from 'node:net';
import { Logger } from 'nestjs-telemetry';
import { createDestination } from '../../../lib/logging/destinations/create-destination.js';
import { LogStatistics } from '../../../lib/logging/log-statistics.js';
import { createRootLogger } from '../../../lib/logging/root-logger.js';
import { resolveOptions } from '../../../lib/telemetry.options.js';

const silent = createServer((socket) => socket.resume().on('error', () => undefined));
await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
const { port } = silent.address() as AddressInfo;
const options = resolveOptions(
  {
    service: { name: 'silent' },
    logging: {
      format: 'json',
      destination: { write: () => undefined },
      otlp: { endpoint: `http://127.0.0.1:${port}` },
    },
  },
  {},
);
const statistics = new LogStatistics();
const logger = new Logger(createRootLogger(options, await createDestination(options, statistics)));
const LINES = 4_000;
for (let line = 0; line < LINES; line++) {
  logger.info(`${line} ${'m'.repeat(64 * 1024)}`);
  const fields = Array.from({ length: 16 }, (_, at) => [`field${at}`, `${line} ${'v'.repeat(16 * 1024)}`] as const);
  logger.info('long', Object.fromEntries(fields));
  if (line % 20 === 0) await new Promise(setImmediate);
}
process.stdout.write(JSON.stringify(statistics.read()));
process.exit(0);
