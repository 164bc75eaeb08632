import type { Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { LifeCycle } from '../life-cycle/life-cycle.js';
import { type Loss, Losses } from '../life-cycle/losses.js';
import { createDestination } from '../logging/destinations/create-destination.js';
import { LevelEndpoint } from '../logging/levels/level-endpoint.js';
import { LogStatistics } from '../logging/log-statistics.js';
import { Logger } from '../logging/logger.js';
import { handOver } from '../logging/start/hand-over.js';
import { createRootLogger, ROOT_LOGGER, type RootLogger } from '../logging/root-logger.js';
import { Diagnostics } from '../telemetry.diagnostics.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { closeLog } from './close-log.js';
import { RESOLVED_OPTIONS } from './tokens.js';

/** Who writes lines. */
export const LOGGING_PROVIDERS: Provider[] = [
  LogStatistics,
  {
    provide: ROOT_LOGGER,
    inject: [RESOLVED_OPTIONS, LogStatistics, Diagnostics, LifeCycle, Losses],
    useFactory: async (
      options: ResolvedOptions,
      statistics: LogStatistics,
      { report }: Diagnostics,
      life: LifeCycle,
      losses: Losses,
    ): Promise<RootLogger> => {
      const root = createRootLogger(options, await createDestination(options, statistics, report));
      // Lines are sent while spans are, so that few are left for the end.
      life.endsWith('spans', 'the lines that wait', () => root.flush());
      losses.watch(() => lostLines(statistics));
      life.endsWith('lines', 'the log', (deadline) => closeLog(root, losses, statistics, deadline));
      return root;
    },
  },
  {
    provide: LevelEndpoint,
    inject: [RESOLVED_OPTIONS, ROOT_LOGGER, ModuleRef, Diagnostics, LifeCycle],
    useFactory: (
      { logging }: ResolvedOptions,
      root: RootLogger,
      modules: ModuleRef,
      { report }: Diagnostics,
      life: LifeCycle,
    ): LevelEndpoint => {
      const endpoint = new LevelEndpoint(logging.levelEndpoint, root, modules, report);
      life.endsWith('instrumentations', 'the endpoint of log levels', () => endpoint.end());
      return endpoint;
    },
  },
  {
    provide: Logger,
    inject: [ROOT_LOGGER, LogStatistics, Diagnostics],
    useFactory: (root: RootLogger, statistics: LogStatistics, { report }: Diagnostics): Logger => {
      const logger = new Logger(root, undefined, undefined, report);
      const dropped = handOver(logger, root);
      if (dropped > 0) statistics.counter('start').dropped += dropped;
      return logger;
    },
  },
];

function lostLines(statistics: LogStatistics): Loss[] {
  return statistics.read().map(({ destination, dropped }) => ({
    what: 'log line',
    count: dropped,
    target: destination,
    address: statistics.addressOf(destination),
  }));
}
