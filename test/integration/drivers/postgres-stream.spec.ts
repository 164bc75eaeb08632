import { setTimeout as delay } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { context, trace } from '@opentelemetry/api';
import { Tracing } from 'nestjs-telemetry';
import postgres, { type Sql } from 'postgres';
import { until } from '../../until.js';
import { insistOnDrivers, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { each, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { postgres: true } } });

const PORT = 5432;
const CONFIG = { host: '127.0.0.1', port: PORT, user: 'postgres', database: 'test', onnotice: () => undefined };

/** The trace in which this runs. */
function traceId(): string | undefined {
  return trace.getSpan(context.active())?.spanContext().traceId;
}

describeWithServer('PostgreSQL', PORT, 'rows of postgres.js that come one after the other', () => {
  let sql: Sql;
  let observed: ObservedApplication;

  beforeEach(async () => {
    sql = postgres({ ...CONFIG, max: 1 });
    observed = await startObserved('express', {});
  });

  afterEach(async () => {
    await observed.close();
    await sql.end({ timeout: 1 });
  });

  const traced = (work: () => Promise<unknown>) => tracedQueries(observed, work);

  it('follows a cursor until it is exhausted, left half-read, or closed', async () => {
    const all = () => sql`select generate_series(1, ${100}) as n`;
    const spans = await traced(async () => {
      let read = 0;
      for await (const rows of all().cursor(40)) read += rows.length;
      expect(read).toBe(100);
      for await (const _rows of all().cursor(40)) break;
      await all().cursor(40, () => sql.CLOSE);
      await sql`select 1`;
    });
    expect(each(spans, 'db.response.returned_rows')).toEqual([100, 40, 40, 1]);
    expect(each(spans, 'error.type').filter(Boolean)).toEqual([]);
  });

  it('reports an error of a cursor, and one of the code that reads it', async () => {
    const spans = await traced(async () => {
      await expect(
        sql`select 1 / (2 - n) from generate_series(1, 3) n`.cursor(1, () => undefined),
      ).rejects.toMatchObject({ code: '22012' });
      const failing = sql`select generate_series(1, 3)`.cursor(1, () => Promise.reject(new TypeError('the reader')));
      await expect(failing).rejects.toThrow('the reader');
    });
    expect(each(spans, 'error.type')).toEqual(['22012', 'TypeError']);
  });

  it('gives rows in the context of the caller, not in that of the connection', async () => {
    // The connection is made in another trace.
    await traced(() => sql`select 1`);
    const seen = new Set<string | undefined>();
    const see = () => void seen.add(traceId());
    const spans = await traced(async () => {
      await sql`select generate_series(1, 3)`.forEach(see);
      await sql`select generate_series(1, 3)`.cursor(1, see);
      const copied = await sql`copy (select generate_series(1, 3)) to stdout`.readable();
      copied.on('data', see).on('end', see);
      await new Promise((resolve) => copied.on('close', resolve));
      await sql`select 1`.then(see);
    });
    expect(seen).toEqual(new Set([spans[0]?.spanContext().traceId]));
    expect(spans).toHaveLength(4);
  });

  it('follows the rows of a copy until they are all read or written', async () => {
    await sql`drop table if exists postgres_spec_copied`;
    await sql`create table postgres_spec_copied (n int)`;
    const spans = await traced(async () => {
      await pipeline(Readable.from(['1\n', '2\n']), await sql`copy postgres_spec_copied from stdin`.writable());
      const refused = await sql`copy postgres_spec_copied from stdin`.writable();
      // The driver does not tell the stream.
      refused.end('x\n');
      await delay(50);
      const left = await sql`copy postgres_spec_copied from stdin`.writable();
      left.on('error', () => undefined).destroy(new RangeError('left'));
      await sql`select 1`;
      const read: Buffer[] = [];
      for await (const chunk of await sql`copy postgres_spec_copied to stdout`.readable()) read.push(chunk as Buffer);
      expect(Buffer.concat(read).toString()).toBe('1\n2\n');
    });
    await sql`drop table postgres_spec_copied`;
    expect(spans.map(({ name }) => name)).toEqual([
      'COPY postgres_spec_copied',
      'COPY postgres_spec_copied',
      'COPY postgres_spec_copied',
      'SELECT',
      'COPY postgres_spec_copied',
    ]);
    expect(each(spans, 'nestjs.db.response.affected_rows')).toEqual([2, undefined, undefined, undefined, 2]);
    expect(each(spans, 'error.type')).toEqual([undefined, '22P02', 'RangeError', undefined, undefined]);
  });

  it('gives notifications no trace of whoever opened the connection', async () => {
    const heard: (string | undefined)[] = [];
    const payloads: string[] = [];
    const spans = await traced(async () => {
      await sql.listen('postgres_spec', (payload) => {
        heard.push(traceId());
        payloads.push(payload);
      });
      await sql.notify('postgres_spec', 'one');
    });
    await until(() => payloads.length === 1);
    await observed.app.get(Tracing).run('later', () => sql.notify('postgres_spec', 'two'));
    await until(() => payloads.length === 2);
    expect(payloads).toEqual(['one', 'two']);
    expect(heard).toEqual([undefined, undefined]);
    expect(spans.map(({ name }) => name)).toEqual(['LISTEN', 'SELECT']);
  });

  it('makes nothing of what the driver asks by itself', async () => {
    const fetching = postgres({ ...CONFIG, max: 1, fetch_types: true, target_session_attrs: 'read-write' });
    const spans = await traced(() => fetching`select 1`);
    await fetching.end();
    await delay(50);
    expect(spans).toHaveLength(1);
    expect((await observed.spans()).map(({ name }) => name)).toEqual(['SELECT', 'work']);
  });
});
