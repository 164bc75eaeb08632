import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import postgres, { type Sql } from 'postgres';
import { until } from '../../until.js';
import { insistOnDrivers, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { each, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { postgres: true } } });

const PORT = 5432;
const CONFIG = { host: '127.0.0.1', port: PORT, user: 'postgres', database: 'test', onnotice: () => undefined };

describeWithServer('PostgreSQL', PORT, 'queries of postgres.js that fail', () => {
  let sql: Sql;
  let watcher: Sql;
  let observed: ObservedApplication;

  beforeEach(async () => {
    sql = postgres({ ...CONFIG, max: 2 });
    watcher = postgres({ ...CONFIG, max: 1 });
    observed = await startObserved('express', {}, { metrics: { processMetrics: false } });
  });

  afterEach(async () => {
    await observed.close();
    await Promise.all([sql.end({ timeout: 1 }), watcher.end({ timeout: 1 })]);
  });

  /** Waits, unobserved, until the server runs a query with this text. */
  async function isRunning(text: string): Promise<void> {
    const find = () =>
      context.with(suppressTracing(context.active()), async () => {
        const [row] =
          await watcher`select count(*)::int as n from pg_stat_activity where query = ${text} and state = 'active'`;
        return row?.['n'] === 1;
      });
    await until(find);
  }

  const traced = (work: () => Promise<unknown>) => tracedQueries(observed, work);

  it.each([
    ['a template', 'select * from postgres_spec_absent', '42P01'],
    ['a value that is not of its type', `select 'secret'::int`, '22P02'],
  ])('tells an error of %s by its SQLSTATE, and hands on the same error', async (_title, text, code) => {
    let thrown: unknown;
    const spans = await traced(() => sql.unsafe(text).catch((error: unknown) => (thrown = error)));
    expect(thrown).toBeInstanceOf(postgres.PostgresError);
    expect(thrown).toMatchObject({ code });
    expect(each(spans, 'error.type')).toEqual([code]);
    expect(each(spans, 'db.response.status_code')).toEqual([code]);
    expect(JSON.stringify(spans.map(({ attributes, status, events }) => [attributes, status, events]))).not.toContain(
      'secret',
    );
  });

  it('reports a value that the driver refuses, and a client that has ended', async () => {
    const spans = await traced(async () => {
      await expect(sql`select ${undefined as never}`).rejects.toMatchObject({ code: 'UNDEFINED_VALUE' });
      await sql.end();
      await expect(sql`select 1`).rejects.toMatchObject({ code: 'CONNECTION_ENDED' });
    });
    expect(each(spans, 'error.type')).toEqual(['UNDEFINED_VALUE', 'CONNECTION_ENDED']);
  });

  it('ends queries whose connection is refused or lost', async () => {
    const refused = postgres({ ...CONFIG, port: 1, max: 1 });
    const lost = postgres({ ...CONFIG, max: 1 });
    const spans = await traced(async () => {
      await expect(refused`select 1`).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      const slow = lost`select pg_sleep(21)`.catch((error: unknown) => error);
      await isRunning('select pg_sleep(21)');
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(21)'`;
      // The driver does not wait for the server's last words.
      expect(await slow).toMatchObject({ code: 'CONNECTION_CLOSED' });
    });
    await Promise.all([refused.end({ timeout: 0 }), lost.end({ timeout: 0 })]);
    expect(new Set(each(spans, 'error.type'))).toEqual(new Set(['ECONNREFUSED', undefined, 'CONNECTION_CLOSED']));
  });

  it('ends a query that is cancelled, and says of what a closing client gives up that nothing is wrong', async () => {
    const closing = postgres({ ...CONFIG, max: 1 });
    const spans = await traced(async () => {
      const cancelled = sql`select pg_sleep(22)`.execute();
      await isRunning('select pg_sleep(22)');
      void cancelled.cancel();
      await expect(cancelled).rejects.toMatchObject({ code: '57014' });
      const givenUp = closing`select pg_sleep(23)`.catch((error: unknown) => error);
      await isRunning('select pg_sleep(23)');
      await closing.end({ timeout: 0 });
      expect(await givenUp).toMatchObject({ code: 'CONNECTION_DESTROYED' });
    });
    expect(each(spans, 'error.type')).toEqual(['57014', undefined]);
    expect(each(spans, 'nestjs.call.given_up')).toEqual([undefined, true]);
  });

  it('leaves a rejection that nobody handles unhandled', async () => {
    const script = `
      process.on('unhandledRejection', ({ code }) => { console.log(code); process.exit(0); });
      await import('reflect-metadata');
      const { NestFactory } = await import('@nestjs/core');
      const { TelemetryModule } = await import('./lib/index.ts');
      const { default: postgres } = await import('postgres');
      const options = { tracing: { exporter: 'none' }, database: { drivers: { postgres: true } } };
      await NestFactory.createApplicationContext(TelemetryModule.forRoot(options), { logger: false });
      postgres({ host: '127.0.0.1', user: 'postgres', database: 'test' })\`select * from absent\`.execute();
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', './test/typescript-loader.mjs', '--input-type=module', '-e', script],
      { timeout: 30_000 },
    );
    expect(stdout).toContain('42P01');
  }, 40_000);
});
