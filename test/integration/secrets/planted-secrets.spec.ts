import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { Logger, Metrics, TelemetryModule, type TelemetryOptions, Tracing } from 'nestjs-telemetry';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { PLANTS } from './planted-secrets.js';
import { RawReceiver } from './raw-receiver.js';

const NAMES = Object.keys(PLANTS);
const FORMATS = ['json', 'text', 'ecs', 'otel'] as const;
const SECRET = /Zq7x\d+Planted/g;
const secretOf = (index: number) => `Zq7x${index}Planted`;

let refusing = '';

@Controller()
class PlantController {
  constructor(
    private readonly logger: Logger,
    private readonly tracing: Tracing,
  ) {}

  @Get('plant/:index')
  async plant(@Param('index') index: string, @Query('how') how: string): Promise<string> {
    const plant = PLANTS[NAMES[Number(index)] ?? ''];
    try {
      await plant?.(secretOf(Number(index)), { logger: this.logger, tracing: this.tracing, refusing });
    } catch (error) {
      // An object that the application hands to the logger has its fields written.
      if (how === 'thrown' || !(error instanceof Error)) throw error;
      this.logger.error('It failed', error);
      this.logger.error('It failed', { error, inside: [error] });
      this.logger.error(error);
      this.logger.errorf('It failed: %s %o', error, error);
      this.logger.error((error as Error).message, (error as Error).stack, 'Handler');
    }
    return 'done';
  }
}

describe.each(ADAPTERS)('secrets planted in an application on %s', (adapter) => {
  let upstream: Server;

  beforeAll(async () => {
    upstream = createServer((_request, response) => {
      response.writeHead(403, { 'set-cookie': 'sid=Zq7x0Planted' }).end('{"email":"Zq7x0Planted"}');
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    refusing = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  });

  afterAll(() => new Promise((resolve) => upstream.close(resolve)));

  it.each(FORMATS)('are in no span, line, label, file or body: %s', async (format) => {
    const receiver = await RawReceiver.start();
    const directory = await mkdtemp(join(tmpdir(), 'planted-'));
    const stdout: string[] = [];
    try {
      const observed = await startObserved(
        adapter,
        { controllers: [PlantController] },
        {
          tracing: {
            exporter: 'otlp',
            endpoint: receiver.endpoint,
            baggageKeys: ['session.id', 'note'],
            logSpans: true,
          },
          logging: {
            format,
            level: 'verbose',
            destination: { write: (line: string) => stdout.push(line) } as never,
            file: { path: join(directory, 'app.log') },
            otlp: { endpoint: receiver.endpoint },
            events: Object.fromEntries(
              ['http', 'outgoing', 'database', 'cache', 'business'].map((name) => [name, true]),
            ),
            maxSameErrorsPerMinute: false,
          },
          metrics: { processMetrics: false, otlp: { endpoint: receiver.endpoint } },
          http: { outgoing: true },
          database: { drivers: { pg: true, mysql2: true } },
          cache: { drivers: { ioredis: true, redis: true } },
        },
      );
      const answers: number[] = [];
      for (const index of NAMES.keys()) {
        for (const how of ['thrown', 'logged']) {
          const headers = {
            authorization: 'Bearer Zq7x0Planted',
            cookie: 'sid=Zq7x0Planted',
            'x-note': 'Zq7x0Planted',
          };
          const answer = await fetch(`${observed.url}/plant/${index}?how=${how}&token=Zq7x0Planted`, { headers });
          await answer.text();
          answers.push(answer.status);
        }
      }
      const metrics = await observed.app.get(Metrics).registry.metrics();
      await observed.close();
      const files = await Promise.all(
        (await readdir(directory)).map((name) => readFile(join(directory, name), 'latin1')),
      );
      const outputs: Record<string, string> = {
        stdout: stdout.join(''),
        file: files.join(''),
        metrics,
        ...Object.fromEntries(receiver.bodies),
      };

      const leaks = Object.entries(outputs).flatMap(([where, text]) =>
        [...new Set(text.match(SECRET))].map(
          (secret) => `${where}: ${NAMES[Number(secret.match(/\d+(?=P)/)?.[0])]}: ${around(text, secret)}`,
        ),
      );
      expect(leaks).toEqual([]);
      // The test saw what it looked through: every handler that throws was answered with an error.
      expect(answers.filter((status) => status >= 400).length).toBeGreaterThan(25);
      expect(Object.keys(outputs).sort()).toEqual([
        '/v1/logs',
        '/v1/metrics',
        '/v1/traces',
        'file',
        'metrics',
        'stdout',
      ]);
      for (const text of Object.values(outputs)) expect(text.length).toBeGreaterThan(2_000);
      expect(outputs['stdout']).toContain('23505');
      expect(Math.max(...stdout.map((line) => line.length))).toBeLessThan(format === 'text' ? 20_000 : 16_000);
    } finally {
      await receiver.close();
      await rm(directory, { recursive: true });
    }
  });
});

describe('an error about options', () => {
  it.each<[string, (secret: string) => unknown]>([
    ['headers', (secret) => ({ tracing: { exporter: 'otlp', headers: { note: secret, n: 1 } } })],
    ['an API key', (secret) => ({ logging: { otlp: { apiKey: [secret] } } })],
    ['a URL', (secret) => ({ tracing: { endpoint: `ftp://ada:${secret}@h/?token=${secret}` } })],
    ['a name that is none', (secret) => ({ [`password=${secret}`]: true })],
    ['a group', (secret) => ({ tracing: [{ password: secret, url: `https://${secret}@h` }] })],
    ['hosts', (secret) => ({ http: { noPropagationTo: [`https://ada:${secret}@h`] } })],
  ])('about %s has no secret', (_what, options) => {
    const error = thrownBy(() => TelemetryModule.forRoot(options(secretOf(1)) as TelemetryOptions));
    expect(error).toBeInstanceOf(Error);
    expect(`${String(error)}${(error as Error).stack}${JSON.stringify(error)}`).not.toMatch(SECRET);
  });
});

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 80), at + 40);
}

function thrownBy(fn: () => unknown): unknown {
  try {
    return fn();
  } catch (error) {
    return error;
  }
}
