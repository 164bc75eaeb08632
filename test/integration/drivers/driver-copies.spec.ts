import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWithServer } from '../tcp-server.js';
import { DriverTree, type TreeCall } from './driver-tree.js';

const LIBRARY = 'node_modules/queue-library';
let tree: DriverTree;

beforeAll(async () => {
  tree = await DriverTree.create();
}, 120_000);
afterAll(() => tree.remove());
afterEach(() => tree.reset('pg', 'pg-pool', 'postgres', 'mysql2', 'ioredis', 'keyv', 'queue-library'));

async function twoCopies(name: string): Promise<void> {
  await tree.install(name);
  await tree.install(name, LIBRARY);
  await tree.manifest({ version: '99.0.0' }, join(tree.directory, LIBRARY, 'node_modules', name));
  await tree.manifest({ dependencies: { [name]: '*' } });
}

describeWithServer('PostgreSQL', 5432, 'with two copies of pg', () => {
  itObservesBoth('pg', 'pg', 'SELECT');

  it('observes a pool of each once, also where they share the class of pools', async () => {
    await twoCopies('pg');
    const driver = 'pg pool without a server';
    const { calls } = await tree.ask([{ driver }, { driver, from: LIBRARY }]);
    expect(calls.map(({ answer }) => answer)).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
    expect(calls.map(({ spans }) => spans)).toEqual([['SELECT'], ['SELECT']]);
  }, 60_000);
});

describeWithServer('PostgreSQL', 5432, 'with two copies of postgres', () => {
  itObservesBoth('postgres', 'postgres', 'SELECT');
});

describeWithServer('MariaDB', 3306, 'with two copies of mysql2', () => {
  itObservesBoth('mysql2', 'mysql2', 'SELECT');
});

describeWithServer('Redis', 6379, 'with two copies of ioredis', () => {
  itObservesBoth('ioredis', 'ioredis', 'GET');
});

function itObservesBoth(driver: string, name: string, span: string): void {
  it.each(['before', 'after'] as const)(
    'observes both, loaded %s the application starts',
    async (when) => {
      await twoCopies(name);
      const calls: TreeCall[] = [
        { driver, when },
        { driver, when, from: LIBRARY },
      ];
      const result = await tree.ask(calls);
      expect(result.calls.map(({ spans }) => spans.filter((seen) => seen === span))).toEqual([[span], [span]]);
      expect(result).toMatchObject({ reports: [], active: { [name]: 1 }, left: [] });
    },
    60_000,
  );

  it('observes a copy that package.json does not name and that is loaded later', async () => {
    await twoCopies(name);
    await tree.manifest({ dependencies: {} });
    const result = await tree.ask([{ driver, when: 'after', from: LIBRARY }]);
    expect(result.calls[0]?.spans).toContain(span);
    expect(result).toMatchObject({ reports: [], active: { [name]: 1 }, left: [] });
  }, 60_000);

  it('observes a copy that package.json does not name and that is loaded already', async () => {
    await tree.install(name, LIBRARY);
    const result = await tree.ask([{ driver, when: 'before', from: LIBRARY }]);
    expect(result.calls[0]?.spans).toContain(span);
    expect(result).toMatchObject({ reports: [], active: { [name]: 1 }, left: [] });
  }, 60_000);
}

describe('with a second copy of keyv', () => {
  it('observes the one that a library imports', async () => {
    await twoCopies('keyv');
    await tree.manifest({ dependencies: { keyv: '*', 'queue-library': '*' } });
    await tree.manifest({ name: 'queue-library', version: '1.0.0' }, join(tree.directory, LIBRARY));
    await mkdir(join(tree.directory, LIBRARY), { recursive: true });
    await writeFile(join(tree.directory, LIBRARY, 'index.mjs'), "export * as default from 'keyv';\n");
    const result = await tree.ask([{ driver: 'keyv' }, { driver: 'keyv imported', from: LIBRARY, when: 'before' }]);
    const seen = { answer: 1, spans: ['cache set', 'cache get'] };
    expect(result.calls).toEqual([seen, seen]);
    expect(result).toMatchObject({ reports: [], active: { keyv: 1 } });
  }, 60_000);
});

describe('a copy that cannot be observed', () => {
  it('is reported once, with its version and path', async () => {
    await twoCopies('ioredis');
    const broken = join(LIBRARY, 'node_modules/ioredis');
    await tree.hide('queue-library/node_modules/ioredis/built/index.js', 'exports.Redis.prototype', 'sendCommand');
    const { reports, active } = await tree.ask([{ driver: 'ioredis', when: 'before', from: LIBRARY }]);
    expect(reports).toEqual([
      `ioredis 99.0.0 (in ${broken}) has no Redis#sendCommand: its commands are not observed. ` +
        'Fix: update nestjs-telemetry, or pin ioredis to a version below 7',
    ]);
    expect(active).toMatchObject({ ioredis: 0 });
  }, 60_000);
});
