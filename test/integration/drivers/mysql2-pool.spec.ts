import { createPool, type Pool } from 'mysql2/promise';
import { insistOnDrivers, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { each, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { mysql2: true } } });

const PORT = 3306;
const CONFIG = { host: '127.0.0.1', port: PORT, user: 'root', database: 'test' };
const POOL_NAME = '127.0.0.1:3306/test';

describeWithServer('MariaDB', PORT, 'pools of mysql2', () => {
  let pool: Pool;
  let observed: ObservedApplication;

  beforeEach(async () => {
    pool = createPool({ ...CONFIG, connectionLimit: 1 });
    observed = await startObserved('express', {});
  });

  afterEach(async () => {
    await observed.close();
    await pool.end();
  });

  const state = (name: string) =>
    observed.series(`db_connection_pool_connections{pool="${POOL_NAME}",state="${name}"}`);
  const waiting = () => observed.series(`db_connection_pool_waiting_requests{pool="${POOL_NAME}"}`);

  it('are read at each scrape: connections by state, who waits, and for how long', async () => {
    const holder = await pool.getConnection();
    const next = pool.getConnection();
    expect([await state('active'), await state('idle'), await state('in_use'), await waiting()]).toEqual([1, 0, 1, 1]);
    holder.release();
    (await next).release();
    expect([await state('active'), await state('idle'), await state('in_use'), await waiting()]).toEqual([1, 1, 0, 0]);
    expect(await observed.series(`db_connection_pool_wait_seconds_count{pool="${POOL_NAME}"}`)).toBe(2);
  });

  it('are forgotten when they have ended', async () => {
    const other = createPool(CONFIG);
    await other.query('select 1');
    expect(await state('active')).toBe(1);
    await other.end();
    expect(await state('active')).toBe(undefined);
  });

  it('do not give a query the trace of whoever gave the connection back', async () => {
    const holder = await pool.getConnection();
    const queried = tracedQueries(observed, () => pool.query('select 1'));
    holder.release();
    expect(await queried).toHaveLength(1);
  });

  it('give up what waits when they are closed, and refuse what is asked afterwards', async () => {
    const closing = createPool({ ...CONFIG, connectionLimit: 1 });
    const holder = await closing.getConnection();
    const spans = await tracedQueries(observed, async () => {
      const waiting = closing.query('select 1').catch((error: unknown) => error);
      const closed = closing.end();
      expect(await waiting).toMatchObject({ message: 'Pool is closed.' });
      await expect(closing.query('select 2')).rejects.toThrow('Pool is closed');
      holder.destroy();
      await closed;
    });
    expect(each(spans, 'nestjs.call.given_up')).toEqual([true, undefined]);
    expect(each(spans, 'error.type')).toEqual([undefined, 'Error']);
  });

  it('that have no connection for a query leave a failed query behind', async () => {
    const small = createPool({ ...CONFIG, connectionLimit: 1, waitForConnections: false });
    const holder = await small.getConnection();
    const nobody = createPool({ ...CONFIG, port: 1 });
    const spans = await tracedQueries(observed, async () => {
      await expect(small.query('select ?', [1])).rejects.toThrow('No connections available');
      await expect(small.execute('select ?', [1])).rejects.toThrow('No connections available');
      await expect(nobody.query('select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });
    holder.release();
    await small.end();
    await nobody.end();
    expect(each(spans, 'error.type')).toEqual(['Error', 'Error', 'ECONNREFUSED']);
    expect(each(spans, 'nestjs.db.query.argument_count')).toEqual([1, 1, 0]);
  });
});
