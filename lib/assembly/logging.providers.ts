import type { Provider } from '@nestjs/common';
import { createDestination } from '../logging/destinations/create-destination.js';
import { LogStatistics } from '../logging/log-statistics.js';
import { Logger } from '../logging/logger.js';
import { createRootLogger, ROOT_LOGGER, type RootLogger } from '../logging/root-logger.js';
import { Diagnostics } from '../telemetry.diagnostics.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { RESOLVED_OPTIONS } from './tokens.js';

/** Who writes lines. */
export const LOGGING_PROVIDERS: Provider[] = [
  LogStatistics,
  {
    provide: ROOT_LOGGER,
    inject: [RESOLVED_OPTIONS, LogStatistics, Diagnostics],
    useFactory: async (options: ResolvedOptions, statistics: LogStatistics, { report }: Diagnostics) =>
      createRootLogger(options, await createDestination(options, statistics, report)),
  },
  {
    provide: Logger,
    inject: [ROOT_LOGGER, Diagnostics],
    useFactory: (root: RootLogger, { report }: Diagnostics) => new Logger(root, undefined, undefined, report),
  },
];
