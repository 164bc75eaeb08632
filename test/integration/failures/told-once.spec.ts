import { Controller, Get, Injectable } from '@nestjs/common';
import { Logger as PinoNestLogger } from 'nestjs-pino';
import { SpanStatusCode } from '@opentelemetry/api';
import { Logger, Traceable } from 'nestjs-telemetry';
import { insistOnDrivers, type LogLine, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { FAILING_CLIENTS, type FailingClient, type OpenClient } from './failing-clients.js';

insistOnDrivers({ database: { drivers: { pg: true, mysql2: true, betterSqlite3: true } } });

interface ErrorOfLine {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly id?: string;
  readonly stack?: string;
  readonly cause?: ErrorOfLine;
}

const LOGGERS = { 'our Logger': Logger, 'the Logger of nestjs-pino': PinoNestLogger };

/** One request whose query fails, without any filter. */
async function failing(client: FailingClient, logger: keyof typeof LOGGERS): Promise<ObservedApplication> {
  let opened: OpenClient | undefined;

  @Injectable()
  @Traceable()
  class UsersService {
    async find(): Promise<unknown> {
      return await this.read();
    }

    async read(): Promise<unknown> {
      return await opened?.fail();
    }

    async onApplicationShutdown(): Promise<void> {
      await opened?.close();
    }
  }

  @Controller()
  class UsersController {
    constructor(private readonly users: UsersService) {}

    @Get('users')
    async users_(): Promise<unknown> {
      return await this.users.find();
    }
  }

  const observed = await startObserved('express', { controllers: [UsersController], providers: [UsersService] });
  observed.app.useLogger(observed.app.get(LOGGERS[logger]));
  opened = await client.open();
  await observed.reset();
  expect((await fetch(`${observed.url}/users`)).status).toBe(500);
  await observed.serverSpans(1);
  return observed;
}

const errorOf = ({ error }: LogLine) => error as ErrorOfLine | undefined;

/** Every stack in a line: its error's, and those of the errors inside. */
const stacksIn = (line: LogLine) => JSON.stringify(line).match(/\\n {4}at /g) ?? [];

describeWithServer('PostgreSQL and MariaDB', 3306, 'a failed query', () => {
  describe.each(Object.keys(LOGGERS) as (keyof typeof LOGGERS)[])('with %s', (logger) => {
    it.each(FAILING_CLIENTS.map((client) => [client.name, client] as const))(
      'of %s is told once',
      async (_name, client) => {
        const observed = await failing(client, logger);
        try {
          const errors = observed.lines().filter(({ level }) => level === 'error');
          const complete = errors.filter((line) => stacksIn(line).length > 0);
          expect(complete.map(({ message }) => message)).toEqual(['Database query failed']);
          const told = errorOf(complete[0] as LogLine);
          expect(told).toMatchObject({ type: client.type, code: client.code, id: expect.any(String) });
          expectTheUsersFrames(told?.stack ?? '');

          // The line of the request refers to it.
          expect(errors.map(({ message }) => message)).toEqual(['Database query failed', 'GET /users 500']);
          const request = errorOf(observed.requestLines()[0] as LogLine);
          expect(request).toMatchObject({ id: told?.id, message: expect.any(String) });
          expect(request).not.toHaveProperty('stack');

          const query = (await observed.spans()).findLast(
            ({ attributes }) => attributes['db.system.name'] !== undefined,
          );
          expect(query).toMatchObject({
            status: { code: SpanStatusCode.ERROR },
            attributes: { 'error.type': client.code },
          });
          expect(query?.events[0]?.attributes?.['exception.type']).toBe(client.type);
          expect(complete[0]?.fields?.['error_type']).toBe(client.code);
        } finally {
          await observed.close();
        }
      },
    );
  });
});

/** The source maps of TypeORM place its sources in the root of the application. */
const OF_TYPEORM = /\/src\/(?:driver|data-source)\//;

/** The frames of the application are there, above all others. None is ours. */
function expectTheUsersFrames(stack: string): void {
  const frames = stack
    .split('\n')
    .slice(1)
    .filter((line) => line.startsWith('    at ') && !OF_TYPEORM.test(line));
  const whose = frames.map((frame) => (frame.includes('/test/integration/') ? 'application' : 'library'));
  expect({ whose, stack }).toEqual({ whose: whose.toSorted(), stack });
  expect({ first: whose[0], stack }).toEqual({ first: 'application', stack });
  const ours = /\/nestjs-telemetry\/|\/lib\/(?:observation|instrumentation)\//;
  expect(frames.filter((frame) => ours.test(frame))).toEqual([]);
}
