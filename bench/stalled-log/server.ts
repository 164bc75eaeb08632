// A service whose requests write log lines, with the logger that is named.
import 'reflect-metadata';
import { ConsoleLogger, Controller, Get, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger as PinoLogger, LoggerModule } from 'nestjs-pino';
import { Logger, LogStatistics, TelemetryModule } from 'nestjs-telemetry';

export const LOGGERS = ['none', 'nestjs-telemetry', 'Nest ConsoleLogger', 'nestjs-pino'] as const;
export type LoggerName = (typeof LOGGERS)[number];

/** What a service says of itself. */
export interface Facts {
  readonly lines: number;
  readonly dropped: number;
  readonly rssMb: number;
}

const LINES_PER_REQUEST = 5;
const TEXT = 'x'.repeat(1_000);
let lines = 0;
let log: (text: string) => void = () => undefined;
let dropped = () => 0;

@Controller()
class LinesController {
  @Get('lines')
  write(): object {
    for (let line = 0; line < LINES_PER_REQUEST; line++) log(`${lines++} ${TEXT}`);
    return {};
  }

  @Get('facts')
  facts(): Facts {
    return { lines, dropped: dropped(), rssMb: Math.round(process.memoryUsage().rss / 1024 / 1024) };
  }
}

const IMPORTS = {
  none: [],
  'Nest ConsoleLogger': [],
  'nestjs-telemetry': [
    TelemetryModule.forRoot({ logging: { format: 'json', events: { http: false } }, metrics: { endpoint: false } }),
  ],
  'nestjs-pino': [LoggerModule.forRoot({ pinoHttp: { autoLogging: false } })],
};

function useLogger(name: LoggerName, app: INestApplication): void {
  if (name === 'nestjs-telemetry') {
    const logger = app.get(Logger);
    log = (text) => logger.info(text);
    dropped = () =>
      app
        .get(LogStatistics)
        .read()
        .reduce((sum, counts) => sum + counts.dropped, 0);
  } else if (name === 'nestjs-pino') {
    const logger = app.get(PinoLogger);
    log = (text) => logger.log(text);
  } else if (name === 'Nest ConsoleLogger') {
    const logger = new ConsoleLogger({ json: true });
    log = (text) => logger.log(text);
  }
}

const name = process.argv[2] as LoggerName;

@Module({ imports: IMPORTS[name], controllers: [LinesController] })
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: false });
useLogger(name, app);
await app.listen(0, '127.0.0.1');
process.send?.(await app.getUrl());
