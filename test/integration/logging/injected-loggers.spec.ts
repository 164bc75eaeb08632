import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { InjectPinoLogger, Logger as PinoNestLogger, PinoLogger } from 'nestjs-pino';
import { getLoggerToken, InjectLogger, Logger, TelemetryModule } from 'nestjs-telemetry';
import { type LogLine, startObserved } from '../observed-application.js';

@Injectable()
class PilotService {
  constructor(
    @InjectLogger(PilotService) readonly logger: Logger,
    @InjectLogger('Tower') readonly tower: Logger,
    @InjectPinoLogger(PilotService.name) readonly pino: PinoLogger,
    readonly plainPino: PinoLogger,
    readonly nestPino: PinoNestLogger,
  ) {}
}

@Controller('pilot')
class PilotController {
  constructor(private readonly pilot: PilotService) {}

  @Get()
  async fly(): Promise<string> {
    const { logger, tower, pino, plainPino, nestPino } = this.pilot;
    pino.assign({ plane: 'D-ABCD' });
    logger.info('mine');
    tower.info('of the tower');
    await Promise.resolve();
    pino.info({ height: 7 }, 'pino’s order, %d feet', 100);
    pino.error(new RangeError('too high'), 'an error');
    plainPino.warn({ err: new TypeError('odd') }, 'no context');
    nestPino.log('Nest’s order', 'Cockpit');
    nestPino.warn({ height: 8 }, 'Cockpit');
    return 'landed';
  }

  @Get('alone')
  alone(): string {
    this.pilot.pino.runInContext(
      () => {
        this.pilot.pino.assign({ more: 1 });
        this.pilot.logger.info('inside');
      },
      { bindings: { job: 'j' } },
    );
    this.pilot.logger.info('outside');
    return 'ok';
  }
}

@Module({ controllers: [PilotController], providers: [PilotService] })
class PilotModule {}

const find = (lines: readonly LogLine[], message: string) => lines.find((line) => line.message === message);

describe('injected loggers', () => {
  it('name their context, and those of nestjs-pino write to the same log, of the same request', async () => {
    const shop = await startObserved('express', { imports: [PilotModule] });
    await (await fetch(`${shop.url}/pilot`)).text();
    await shop.serverSpans(1);
    const lines = shop.lines();
    const [request] = shop.requestLines();
    await shop.close();
    expect(find(lines, 'mine')).toMatchObject({ context: 'PilotService', fields: { plane: 'D-ABCD' } });
    expect(find(lines, 'of the tower')).toMatchObject({ context: 'Tower', fields: { plane: 'D-ABCD' } });
    expect(find(lines, 'pino’s order, 100 feet')).toMatchObject({
      context: 'PilotService',
      level: 'info',
      fields: { plane: 'D-ABCD', height: 7 },
      trace_id: request?.trace_id,
      request_id: request?.request_id,
    });
    expect(find(lines, 'an error')).toMatchObject({ context: 'PilotService', error: { type: 'RangeError' } });
    expect(find(lines, 'no context')).toMatchObject({ level: 'warn', error: { type: 'TypeError', message: 'odd' } });
    expect(find(lines, 'no context')).not.toHaveProperty('context');
    expect(find(lines, 'Nest’s order')).toMatchObject({ context: 'Cockpit', fields: { plane: 'D-ABCD' } });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: { plane: 'D-ABCD', height: 8 } }));
    expect(request?.fields).toMatchObject({ plane: 'D-ABCD' });
  });

  it('PinoLogger.runInContext keeps what is assigned inside to itself', async () => {
    const shop = await startObserved('fastify', { imports: [PilotModule] });
    await (await fetch(`${shop.url}/pilot/alone`)).text();
    const lines = shop.lines();
    await shop.close();
    expect(find(lines, 'inside')?.fields).toEqual({ job: 'j', more: 1 });
    expect(find(lines, 'outside')).not.toHaveProperty('fields');
  });

  it('know of classes that come after the module, and work with options that come later', async () => {
    const written: string[] = [];
    const telemetry = TelemetryModule.forRootAsync({
      useFactory: async () => ({
        logging: {
          level: 'verbose' as const,
          format: 'json' as const,
          destination: { write: (line: string) => written.push(line) } as never,
        },
      }),
    });

    @Injectable()
    class LateService {
      constructor(
        @InjectLogger('Late') readonly logger: Logger,
        @InjectPinoLogger('LatePino') readonly pino: PinoLogger,
      ) {}
    }
    const testing = await Test.createTestingModule({ imports: [telemetry], providers: [LateService] }).compile();
    const app = testing.createNestApplication(new ExpressAdapter());
    await app.init();
    app.get(LateService).logger.info('hello');
    app.get(LateService).pino.trace({ step: 1 }, 'quietly');
    expect(app.get<Logger>(getLoggerToken('Late'))).toBe(app.get(LateService).logger);
    await app.close();
    const lines = written.map((line) => JSON.parse(line) as LogLine);
    expect(find(lines, 'hello')).toMatchObject({ context: 'Late' });
    expect(find(lines, 'quietly')).toMatchObject({ level: 'verbose', context: 'LatePino', fields: { step: 1 } });
  });

  it('of two applications write to the log of their own', async () => {
    const one = await startObserved('express', { imports: [PilotModule] });
    const two = await startObserved('express', { imports: [PilotModule] });
    one.app.get(PilotService).pino.info('from one');
    one.app.get(PilotService).pino.trace('too quiet');
    two.app.get(PilotService).logger.info('from two');
    expect([find(one.lines(), 'from one'), find(one.lines(), 'from two')]).toEqual([expect.anything(), undefined]);
    expect([find(two.lines(), 'from one'), find(two.lines(), 'from two')]).toEqual([undefined, expect.anything()]);
    expect(find(one.lines(), 'too quiet')).toBeUndefined();
    await one.close();
    await two.close();
  });
});
