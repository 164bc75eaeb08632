import { Registry } from 'prom-client';
import { ConnectionPools } from '../../lib/metrics/connection-pools.js';

function create() {
  const registry = new Registry();
  const lines = async () =>
    (await registry.metrics())
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#') && !line.includes('_bucket'));
  return { pools: new ConnectionPools(registry), lines };
}

describe('connection pools', () => {
  it('of one name are added up, apart from what is set by hand', async () => {
    const { pools, lines } = create();
    pools.watch({ name: 'a', read: () => ({ open: 2, idle: 1, waiting: 0 }) });
    pools.watch({ name: 'a', read: () => ({ open: 3, idle: 3, waiting: 4 }) });
    pools.set({ active: 9, idle: 4, inUse: 5 });
    expect(await lines()).toEqual(
      expect.arrayContaining([
        'db_connection_pool_connections{state="active"} 9',
        'db_connection_pool_connections{pool="a",state="active"} 5',
        'db_connection_pool_connections{pool="a",state="idle"} 4',
        'db_connection_pool_connections{pool="a",state="in_use"} 1',
        'db_connection_pool_waiting_requests{pool="a"} 4',
      ]),
    );
  });

  it('that are no more are not read again, also where nobody scrapes', () => {
    const { pools } = create();
    let reads = 0;
    pools.watch({ name: 'gone', read: () => void reads++ });
    for (let another = 0; another < 10; another++) pools.watch({ name: 'b', read: () => undefined });
    expect(reads).toBe(1);
  });

  it('beyond fifty names share one', async () => {
    const { pools, lines } = create();
    for (let at = 0; at < 60; at++)
      pools.watch({ name: `p${at}`, read: () => ({ open: 1, idle: 1, waiting: 0 }) })(0.1);
    const waits = (await lines()).filter((line) => line.startsWith('db_connection_pool_wait_seconds_count'));
    expect(waits).toHaveLength(51);
    expect(waits).toContain('db_connection_pool_wait_seconds_count{pool="other"} 10');
    expect(await lines()).toContain('db_connection_pool_connections{pool="other",state="idle"} 10');
  });

  it('that cannot be read cost no scrape', async () => {
    const { pools, lines } = create();
    pools.watch({
      name: 'broken',
      read: () => {
        throw new Error('not mine');
      },
    });
    pools.watch({ name: 'a', read: () => ({ open: 1, idle: 1, waiting: 0 }) });
    expect(await lines()).toContain('db_connection_pool_connections{pool="a",state="active"} 1');
  });
});
