import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Pool } from 'pg';
import { insistOnDrivers, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { each, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { pg: true } } });

const PORT = 5432;
const CONFIG = { host: '127.0.0.1', port: PORT, user: 'postgres', database: 'test' };
const POOL_NAME = '127.0.0.1:5432/test';
/** Long enough for a connection on a busy machine, when there is room for one. */
const WAIT_MS = 500;

describeWithServer('PostgreSQL', PORT, 'pools of pg', () => {
  let pool: Pool;
  let observed: ObservedApplication;

  beforeEach(async () => {
    pool = new Pool({ ...CONFIG, max: 2 });
    observed = await startObserved('express', {});
  });

  afterEach(async () => {
    await observed.close();
    await pool.end();
  });

  it('reads pools at each scrape: connections by state, who waits, and for how long', async () => {
    const series = (name: string) => observed.series(name);
    const one = await pool.connect();
    const two = await pool.connect();
    const waiting = pool.connect();
    const state = (name: string) => series(`db_connection_pool_connections{pool="${POOL_NAME}",state="${name}"}`);
    expect([await state('active'), await state('idle'), await state('in_use')]).toEqual([2, 0, 2]);
    expect(await series(`db_connection_pool_waiting_requests{pool="${POOL_NAME}"}`)).toBe(1);
    one.release();
    (await waiting).release();
    expect([await state('active'), await state('idle'), await state('in_use')]).toEqual([2, 1, 1]);
    expect(await series(`db_connection_pool_wait_seconds_count{pool="${POOL_NAME}"}`)).toBe(3);
    const second = new Pool({ ...CONFIG, max: 1 });
    await second.query('select 1');
    expect(await state('active')).toBe(3);
    await second.end();
    expect(await state('active')).toBe(2);
    two.release();
  });

  it('counts who waited in vain', async () => {
    const small = new Pool({ ...CONFIG, max: 1, connectionTimeoutMillis: WAIT_MS });
    const holder = await small.connect();
    await expect(small.query('select 1')).rejects.toThrow('timeout exceeded');
    await expect(small.connect()).rejects.toThrow('timeout exceeded');
    holder.release();
    await small.end();
    expect(await observed.series(`db_connection_pool_wait_seconds_count{pool="${POOL_NAME}"}`)).toBe(3);
  });

  it('that have no connection for a query leave a failed query behind', async () => {
    const small = new Pool({ ...CONFIG, max: 1, connectionTimeoutMillis: WAIT_MS });
    const holder = await small.connect();
    const spans = await tracedQueries(observed, async () => {
      await expect(small.query('select $1::int', [1])).rejects.toThrow('timeout exceeded');
      holder.release();
      await small.query('select 2');
    });
    await small.end();
    expect(each(spans, 'error.type')).toEqual(['Error', undefined]);
    expect(each(spans, 'nestjs.db.query.argument_count')).toEqual([1, 0]);
    const failed = '{operation="SELECT",table="unknown",error="true"}';
    expect(await observed.series(`db_queries_total${failed}`)).toBe(1);
  });

  it('are forgotten when nobody holds them', async () => {
    const names = async () => (await observed.seriesNames()).filter((name) => name.includes('waiting_requests'));
    await (async () => {
      const passing = new Pool({ ...CONFIG, max: 1, idleTimeoutMillis: 1, allowExitOnIdle: true });
      await passing.query('select 1');
    })();
    expect(await names()).toHaveLength(1);
    await collectUntil(async () => (await names()).length === 0);
    expect(await names()).toEqual([]);
  });

  it('keeps nothing of a query that waits in a pool that ends: the driver never answers it', async () => {
    let values: WeakRef<object> | undefined;
    const spans = await tracedQueries(observed, async () => {
      const ending = new Pool({ ...CONFIG, max: 1 });
      const holder = await ending.connect();
      const given = ['a'];
      values = new WeakRef(given);
      void ending.query('select $1::text', given);
      const ended = ending.end();
      holder.release();
      await ended;
    });
    expect(spans).toEqual([]);
    await collectUntil(() => values?.deref() === undefined);
    expect(values?.deref()).toBeUndefined();
  });
});

/** Collects garbage until it is there no more, or for a second. */
async function collectUntil(isGone: () => boolean | Promise<boolean>): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let tries = 0; tries < 50 && !(await isGone()); tries++) {
    await delay(20);
    collect();
  }
}
