import { Injectable, Logger as NestLogger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Logger, TelemetryModule } from 'nestjs-telemetry';
import type { LogLine } from '../observed-application.js';

@Injectable()
class GardenService {
  private readonly logger = new NestLogger(GardenService.name);

  constructor() {
    this.logger.log('planted before the application is there');
  }

  water(): void {
    this.logger.warn('dry', { bed: 3 });
    this.logger.error('withered', new RangeError('no water').stack);
    this.logger.fatal('gone');
  }
}

describe('Nest’s own lines', () => {
  const written: string[] = [];
  let lines: LogLine[];

  @Module({
    imports: [
      TelemetryModule.forRoot({
        service: { name: 'garden' },
        tracing: { exporter: 'none' },
        logging: { format: 'json', destination: { write: (line: string) => written.push(line) } as never },
      }),
    ],
    providers: [GardenService],
  })
  class GardenModule {}

  beforeAll(async () => {
    const app = await NestFactory.create(GardenModule, new ExpressAdapter(), { bufferLogs: true });
    app.useLogger(app.get(Logger));
    // Nest 11 holds lines back until it listens.
    await app.listen(0, '127.0.0.1');
    app.get(GardenService).water();
    await app.close();
    lines = written.map((line) => JSON.parse(line) as LogLine);
  });

  afterAll(() => NestLogger.overrideLogger(['log', 'warn', 'error', 'fatal']));

  it('that were held back are written with their context', () => {
    expect(lines[0]).toMatchObject({ level: 'info', context: 'NestFactory', service: 'garden' });
    expect(lines).toContainEqual(
      expect.objectContaining({ context: 'GardenService', message: 'planted before the application is there' }),
    );
  });

  it('keep fields, stacks and levels', () => {
    expect(lines.slice(-3)).toMatchObject([
      { level: 'warn', message: 'dry', context: 'GardenService', fields: { bed: 3 } },
      { level: 'error', message: 'withered', error: { stack: expect.stringContaining('RangeError: no water') } },
      { level: 'fatal', message: 'gone', context: 'GardenService' },
    ]);
  });
});
