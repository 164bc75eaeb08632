import { Pool } from 'pg';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';

const PORT = 5432;
const CONFIG = { host: '127.0.0.1', port: PORT, user: 'postgres', database: 'test' };
const POOL_NAME = '127.0.0.1:5432/test';

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
    const small = new Pool({ ...CONFIG, max: 1, connectionTimeoutMillis: 50 });
    const holder = await small.connect();
    await expect(small.query('select 1')).rejects.toThrow('timeout exceeded');
    await expect(small.connect()).rejects.toThrow('timeout exceeded');
    holder.release();
    await small.end();
    expect(await observed.series(`db_connection_pool_wait_seconds_count{pool="${POOL_NAME}"}`)).toBe(3);
  });
});
