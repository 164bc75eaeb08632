import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ConsoleLogger, Injectable, Logger as NestLogger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { LogStatistics, StartLogger, TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { until } from '../../until.js';
import type { LogLine } from '../observed-application.js';
import { LogReceiver } from './log-receiver.js';

interface Line extends LogLine {
  readonly timestamp: string;
  readonly service: string;
}

const FACTORIES = {
  'an HTTP application': (module: object, logger: StartLogger) =>
    NestFactory.create(module as never, new FastifyAdapter(), { logger }),
  'an application context': (module: object, logger: StartLogger) =>
    NestFactory.createApplicationContext(module as never, { logger }),
  'a microservice': (module: object, logger: StartLogger) =>
    NestFactory.createMicroservice(module as never, {
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port: 0 },
      logger,
    }),
};

@Injectable()
class Worker {
  private readonly logger = new NestLogger(Worker.name);

  work(): void {
    this.logger.log('working');
  }
}

/** A module whose telemetry is ready only after a while. */
function slowModule(text: string[], options: TelemetryOptions = {}) {
  @Module({
    imports: [
      TelemetryModule.forRootAsync({
        useFactory: async () => {
          await sleep(60);
          const destination = { write: (line: string) => void text.push(line) };
          return {
            service: { name: 'shop' },
            ...options,
            logging: { format: 'json', destination, ...options.logging },
          };
        },
      }),
    ],
    providers: [Worker],
  })
  class SlowModule {}
  return SlowModule;
}

const parsed = (text: readonly string[]) => text.map((line) => JSON.parse(line) as Line);

describe('a start logger', () => {
  afterEach(() => NestLogger.overrideLogger(new ConsoleLogger()));

  it.each(Object.entries(FACTORIES))('becomes the log of %s', async (_what, create) => {
    const text: string[] = [];
    const logger = new StartLogger();
    logger.log('before Nest', { port: 3000, password: 'hunter2' }, 'main');
    const app = await create(slowModule(text), logger);
    app.get(Worker).work();
    await app.close();
    const lines = parsed(text);

    expect(lines.slice(0, 2)).toEqual([
      expect.objectContaining({
        level: 'info',
        message: 'before Nest',
        context: 'main',
        service: 'shop',
        fields: { port: 3000, password: '[REDACTED]' },
      }),
      expect.objectContaining({ message: 'Starting Nest application...', context: 'NestFactory', service: 'shop' }),
    ]);
    expect(lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['TelemetryModule dependencies initialized', 'working']),
    );
    expect(lines.every(({ service }) => service === 'shop')).toBe(true);
    // Each line has its own time: the module needed 60 ms.
    const timeOf = (wanted: string) => Date.parse(lines.find(({ message }) => message === wanted)?.timestamp ?? '');
    expect(timeOf('TelemetryModule dependencies initialized') - timeOf('before Nest')).toBeGreaterThanOrEqual(50);
    const times = lines.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted());
  });

  it('follows the options: level by context, redaction, format', async () => {
    const text: string[] = [];
    const logger = new StartLogger();
    logger.debug('quiet', 'main');
    logger.debug('loud', { nickname: 'ada' }, 'Loud');
    const options: TelemetryOptions = {
      logging: { level: 'warn', levels: { Loud: 'debug' }, redact: { keys: ['nickname'] }, format: 'otel' },
    };
    const app = await NestFactory.createApplicationContext(slowModule(text, options), { logger });
    await app.close();
    expect(text.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ SeverityText: 'DEBUG', Body: 'loud', Attributes: { nickname: '[REDACTED]' } }),
    ]);
  });

  it('sends its lines over OTLP with their times', async () => {
    const receiver = await LogReceiver.start();
    try {
      const text: string[] = [];
      const logger = new StartLogger();
      logger.warn('before Nest', 'main');
      const options = { logging: { otlp: { endpoint: receiver.endpoint, flushIntervalMs: 50 } } };
      const app = await NestFactory.createApplicationContext(slowModule(text, options), { logger });
      await until(() => receiver.records.length > 0);
      await app.close();
      const [first] = parsed(text);
      expect(receiver.records[0]).toMatchObject({
        body: 'before Nest',
        severityText: 'warn',
        timeMs: Date.parse(first?.timestamp ?? ''),
        resource: expect.objectContaining({ 'service.name': 'shop' }),
      });
      expect(receiver.records).toHaveLength(text.length);
    } finally {
      await receiver.close();
    }
  });

  it('is bounded, and says what it dropped', async () => {
    const text: string[] = [];
    const logger = new StartLogger();
    for (let at = 0; at < 3_000; at++) logger.log(`line ${at}`);
    const app = await NestFactory.createApplicationContext(slowModule(text), { logger });
    const lines = parsed(text);
    const dropped =
      app
        .get(LogStatistics)
        .read()
        .find(({ destination }) => destination === 'start')?.dropped ?? 0;
    expect(dropped).toBeGreaterThan(1_000);
    expect(lines[0]?.message).toBe(`line ${dropped}`);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: `${dropped} log lines of the start were dropped` }),
    );
    await app.close();
  });

  it('is bounded in bytes', async () => {
    const text: string[] = [];
    const logger = new StartLogger();
    for (let at = 0; at < 500; at++) logger.log('x'.repeat(10_000));
    const app = await NestFactory.createApplicationContext(slowModule(text), { logger });
    expect(text.join('').length).toBeLessThan(1_200_000);
    await app.close();
  });

  it('leaves two applications apart, one after the other', async () => {
    const texts: string[][] = [[], []];
    for (const text of texts) {
      const app = await NestFactory.createApplicationContext(slowModule(text), { logger: new StartLogger() });
      await app.close();
    }
    for (const text of texts) {
      expect(parsed(text).filter(({ message }) => message === 'Starting Nest application...')).toHaveLength(1);
    }
  });

  it('leaves no listeners behind', async () => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const listeners = () => signals.map((signal) => process.listenerCount(signal));
    const before = listeners();
    const app = await NestFactory.createApplicationContext(slowModule([]), { logger: new StartLogger() });
    expect(listeners()).toEqual(before);
    await app.close();
  });
});

describe('the lines of a start that fails', () => {
  function starting(ending: string): ChildProcess {
    return fork(fileURLToPath(new URL('./starting.process.ts', import.meta.url)), [ending], {
      execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
      env: { ...process.env, NODE_ENV: 'production', OTEL_SERVICE_NAME: 'starter' },
      silent: true,
    });
  }

  async function outputOf(child: ChildProcess): Promise<{ exit: unknown[]; lines: Line[]; others: string[] }> {
    let text = '';
    child.stdout?.on('data', (chunk) => (text += String(chunk)));
    const exit = await once(child, 'close');
    const all = text.trim().split('\n');
    return {
      exit,
      lines: parsed(all.filter((line) => line.startsWith('{'))),
      others: all.filter((line) => !line.startsWith('{')),
    };
  }

  const FIRST = [
    expect.objectContaining({
      message: 'before Nest',
      service: 'starter',
      context: 'main',
      fields: { password: '[REDACTED]' },
    }),
    expect.objectContaining({ message: 'Starting Nest application...' }),
  ];
  const FAILURE = expect.objectContaining({
    level: 'error',
    context: 'ExceptionHandler',
    error: expect.objectContaining({ message: 'the settings are gone', stack: expect.any(String) }),
  });

  it.each(['fail', 'late'])('are written before the process ends: %s', async (ending) => {
    const { exit, lines } = await outputOf(starting(ending));
    expect(exit).toEqual([1, null]);
    expect(lines.slice(0, 2)).toEqual(FIRST);
    expect(lines.at(-1)).toEqual(FAILURE);
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(lines.filter(({ level }) => level === 'debug')).toEqual([]);
  });

  it('are written if the application catches the error', async () => {
    const { lines, others } = await outputOf(starting('caught'));
    expect(lines.slice(0, 2)).toEqual(FIRST);
    expect(lines).toContainEqual(FAILURE);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'after the failure' }));
    expect(others).toEqual(['caught']);
  });

  it.each([
    ['exit', [3, null]],
    ['uncaught', [1, null]],
  ])('are written at the end of the process: %s', async (ending, expected) => {
    const { exit, lines } = await outputOf(starting(ending));
    expect(exit).toEqual(expected);
    expect(lines.slice(0, 2)).toEqual(FIRST);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('are written when %s ends a start that hangs', async (signal) => {
    const child = starting('hang');
    const output = outputOf(child);
    await once(child, 'message');
    child.kill(signal);
    const { exit, lines } = await output;
    expect(exit).toEqual([null, signal]);
    expect(lines.slice(0, 2)).toEqual(FIRST);
  });
});
