import { context, trace } from '@opentelemetry/api';
import { Pool } from 'pg';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';
import { insistOnDrivers, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { each, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { pg: true } } });

const PORT = 5432;

/** The trace in which this runs. */
function traceId(): string | undefined {
  return trace.getSpan(context.active())?.spanContext().traceId;
}

describeWithServer('PostgreSQL', PORT, 'cursors and streams of pg', () => {
  let pool: Pool;
  let observed: ObservedApplication;

  beforeEach(async () => {
    pool = new Pool({ host: '127.0.0.1', port: PORT, user: 'postgres', database: 'test', max: 1 });
    observed = await startObserved('express', {});
  });

  afterEach(async () => {
    await observed.close();
    await pool.end();
  });

  const traced = (work: () => Promise<unknown>) => tracedQueries(observed, work);

  it.each([
    ['exhausted', async (cursor: Cursor) => readAll(cursor), 100],
    [
      'closed half-read',
      async (cursor: Cursor) => {
        await cursor.read(40);
        await cursor.close();
      },
      40,
    ],
  ])('follows a cursor until it is %s', async (_title, use, rows) => {
    const spans = await traced(async () => {
      const client = await pool.connect();
      await use(client.query(new Cursor('select generate_series(1, $1::int)', [100])));
      client.release();
    });
    expect(spans).toHaveLength(1);
    expect(spans[0]?.attributes).toMatchObject({
      'db.operation.name': 'SELECT',
      'nestjs.db.query.argument_count': 1,
      'db.response.returned_rows': rows,
    });
  });

  it('follows a stream until it is read, or destroyed half-read', async () => {
    const text = 'select generate_series(1, 1000)';
    const seen = new Set<string | undefined>();
    const spans = await traced(async () => {
      const client = await pool.connect();
      for await (const _row of client.query(new QueryStream(text))) seen.add(traceId());
      for await (const _row of client.query(new QueryStream(text, [], { batchSize: 10 }))) break;
      const events = client.query(new QueryStream(text));
      await new Promise((resolve) => events.on('data', () => seen.add(traceId())).on('close', resolve));
      await client.query('select 1');
      client.release();
    });
    expect(spans).toHaveLength(4);
    expect(seen).toEqual(new Set([spans[0]?.spanContext().traceId]));
    const [whole, broken] = each(spans, 'db.response.returned_rows');
    expect(whole).toBe(1_000);
    expect(broken).toBeLessThan(1_000);
    expect(spans.filter(({ attributes }) => attributes['error.type'] !== undefined)).toEqual([]);
  });

  it('reports an error of a cursor', async () => {
    const spans = await traced(async () => {
      const client = await pool.connect();
      await expect(client.query(new Cursor('select 1/0')).read(1)).rejects.toMatchObject({ code: '22012' });
      client.release();
    });
    expect(each(spans, 'db.response.status_code')).toEqual(['22012']);
  });
});

async function readAll(cursor: Cursor): Promise<void> {
  if ((await cursor.read(40)).length > 0) await readAll(cursor);
}
