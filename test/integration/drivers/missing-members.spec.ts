import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWithServer } from '../tcp-server.js';
import { DriverTree } from './driver-tree.js';

const PACKAGES = [
  'pg',
  'postgres',
  'mysql2',
  'ioredis',
  'mongodb',
  'keyv',
  'better-sqlite3',
  '@grpc/grpc-js',
  '@nestjs/microservices',
  '@redis/client',
];
const TIMEOUT_MS = 60_000;
let tree: DriverTree;

beforeAll(async () => {
  tree = await DriverTree.create();
}, 120_000);
afterAll(() => tree.remove());
afterEach(() => tree.reset(...PACKAGES));

/** A driver without one of the methods that are touched. */
interface Case {
  readonly driver: string;
  readonly file: string;
  readonly owner: string;
  readonly method: string;
  readonly version?: string;
  /** What the call gives all the same. */
  readonly answer: unknown;
  readonly report: RegExp;
  /** Spans of what does not depend on the method. */
  readonly spans?: readonly string[];
}

const PG: readonly Case[] = [
  {
    driver: 'postgres',
    file: 'postgres/cjs/src/query.js',
    owner: 'module.exports.Query.prototype',
    method: 'handle',
    version: '4.0.0',
    answer: 1,
    report:
      /^postgres 4\.0\.0 has no Query#handle: its queries are not observed\. Fix: update nestjs-telemetry, or pin postgres to a version below 4$/,
  },
  {
    driver: 'pg',
    file: 'pg/lib/index.js',
    owner: 'module.exports.Client.prototype',
    method: 'query',
    version: '9.0.0',
    answer: 1,
    report:
      /^pg 9\.0\.0 has no Client#query: its queries are not observed\. Fix: update nestjs-telemetry, or pin pg to a version below 9$/,
  },
  {
    driver: 'pg pool',
    file: 'pg/lib/index.js',
    owner: 'module.exports.Pool.prototype',
    method: 'connect',
    version: '8.99.0',
    answer: 1,
    report:
      /^pg 8\.99\.0 has no Pool#connect: waits .* Fix: update nestjs-telemetry, or pin pg to a version below 8\.99\.0$/,
    spans: ['SELECT'],
  },
  {
    driver: 'pg',
    file: 'pg/lib/index.js',
    owner: 'module.exports.Pool.prototype',
    method: 'query',
    version: '8.1.0',
    answer: 1,
    report: /^pg 8\.1\.0 has no Pool#query: .* Fix: npm install "pg@\^8\.11\.0"$/,
    spans: ['SELECT'],
  },
];

const MYSQL2: readonly Case[] = ['query', 'execute', 'addCommand'].map((method) => ({
  driver: 'mysql2',
  file: 'mysql2/index.js',
  owner: 'exports.Connection.prototype',
  method,
  answer: 1,
  report: new RegExp(`^mysql2 \\S+ has no Connection#${method}: .* not observed\\. Fix: update`),
  spans: method === 'query' ? [] : ['SELECT'],
}));

const REDIS: readonly Case[] = (['Redis', 'Cluster', 'Pipeline'] as const).map((name) => ({
  driver: 'ioredis',
  file: 'ioredis/built/index.js',
  owner: `exports.${name}.prototype`,
  method: 'sendCommand',
  answer: null,
  report: new RegExp(`^ioredis \\S+ has no ${name}#sendCommand: .* Fix: update`),
  spans: name === 'Redis' ? [] : ['GET'],
}));

const WITHOUT_SERVER: readonly Case[] = [
  {
    driver: 'mongodb',
    file: 'mongodb/lib/cmap/connection.js',
    owner: 'exports.Connection.prototype',
    method: 'command',
    answer: 'MongoServerSelectionError',
    report: /^mongodb \S+ has no Connection#command: its commands are not observed\. Fix: update/,
  },
  {
    driver: 'keyv',
    file: 'keyv/dist/index.cjs',
    owner: 'module.exports.Keyv.prototype',
    method: 'get',
    answer: 1,
    report: /^keyv \S+ has no Keyv#get: calls of get are not observed\. Fix: update/,
    spans: ['cache set'],
  },
  {
    driver: 'better-sqlite3',
    file: 'better-sqlite3/lib/index.js',
    owner: 'module.exports.prototype',
    method: 'exec',
    answer: 1,
    report: /^better-sqlite3 \S+ has no Database#exec: queries through exec are not observed\. Fix: update/,
    spans: ['SELECT'],
  },
  {
    driver: '@grpc/grpc-js',
    file: '@grpc/grpc-js/build/src/index.js',
    owner: 'exports.Channel.prototype',
    method: 'createCall',
    answer: 'seven',
    report: /^@grpc\/grpc-js \S+ has no Channel#createCall: calls of clients are not observed\. Fix: update/,
    spans: ['shop.Orders/Find'],
  },
  {
    driver: '@grpc/grpc-js',
    file: '@grpc/grpc-js/build/src/index.js',
    owner: 'exports.Server.prototype',
    method: '_channelzHandler',
    answer: 'seven',
    report: /^@grpc\/grpc-js \S+ has no Server#_channelzHandler: .* not observed\. Fix: update/,
    spans: ['shop.Orders/Find'],
  },
];

describeWithServer('PostgreSQL', 5432, 'a method that pg has no more', () => itReports(PG));
describeWithServer('MariaDB', 3306, 'a method that mysql2 has no more', () => {
  itReports(MYSQL2);

  it('is no loss where another way leads to the same', async () => {
    await tree.install('mysql2');
    await tree.append(
      'mysql2/index.js',
      "Object.defineProperty(exports.Connection, 'createQuery', { value: undefined });",
    );
    await tree.manifest({ dependencies: { mysql2: '*' } });
    const { calls, reports, active } = await tree.ask([{ driver: 'mysql2' }]);
    expect(calls).toEqual([{ answer: 1, spans: ['SELECT'] }]);
    expect([reports, active]).toMatchObject([[], { mysql2: 1 }]);
  }, 60_000);
});
describeWithServer('Redis', 6379, 'a method that ioredis has no more', () => itReports(REDIS));

describe('a method that a driver has no more', () => {
  itReports(WITHOUT_SERVER);

  it('is reported of what comes with Node', async () => {
    await tree.hideOfNode('node:sqlite', 'DatabaseSync', 'exec');
    const { calls, reports, active } = await tree.ask([{ driver: 'node:sqlite' }]);
    expect(calls).toEqual([{ answer: 1, spans: ['SELECT'] }]);
    expect(reports).toEqual([expect.stringMatching(/^node:sqlite \S+ has no DatabaseSync#exec: .* Fix: update/)]);
    expect(active).toMatchObject({ 'node:sqlite': 0 });
  }, 60_000);
});

describe('a driver that cannot be loaded', () => {
  it('is reported with its file, where that has moved', async () => {
    const directory = await tree.install('mongodb');
    await rename(join(directory, 'lib/cmap/connection.js'), join(directory, 'lib/cmap/wire.js'));
    await replaceInFiles(join(directory, 'lib'), /(require\("[^"]*)\/connection"\)/g, '$1/wire")');
    await tree.manifest({ version: '8.0.0' }, directory);
    await tree.manifest({ dependencies: { mongodb: '*' } });
    const { calls, reports, active } = await tree.ask([{ driver: 'mongodb', when: 'before' }]);
    expect(calls).toEqual([{ answer: 'MongoServerSelectionError', spans: [] }]);
    expect(reports).toEqual([
      'mongodb 8.0.0 has no lib/cmap/connection.js: its commands are not observed. ' +
        'Fix: update nestjs-telemetry, or pin mongodb to a version below 8',
    ]);
    expect(active).toMatchObject({ mongodb: 0 });
  }, 60_000);

  it('is observed although its package.json exports no such file', async () => {
    const directory = await tree.install('mongodb');
    await tree.manifest({ exports: { '.': './lib/index.js' } }, directory);
    await tree.manifest({ dependencies: { mongodb: '*' } });
    const { reports, active } = await tree.ask([{ driver: 'mongodb' }]);
    expect([reports, active]).toMatchObject([[], { mongodb: 1 }]);
  }, 60_000);

  it('is reported with its error, where it throws', async () => {
    const directory = await tree.install('ioredis');
    await writeFile(join(directory, 'built/index.js'), "throw new Error('cannot find its libraries');");
    await tree.manifest({ dependencies: { ioredis: '*' } });
    const { reports, active } = await tree.ask([]);
    expect(reports).toEqual([
      expect.stringMatching(
        /^ioredis \S+ could not be loaded: its commands are not observed\. Fix: make import 'ioredis' work, or set cache\.drivers\.ioredis to false: Error: cannot find its libraries/,
      ),
    ]);
    expect(active).toMatchObject({ ioredis: 0 });
  }, 60_000);

  it('is reported where it lacks a package of its own', async () => {
    const directory = await tree.install('@nestjs/microservices');
    await writeFile(join(directory, 'index.js'), "import 'absent-package';");
    const { reports } = await tree.ask([]);
    expect(reports).toEqual([
      expect.stringMatching(/^@nestjs\/microservices \S+ could not be loaded: messages .* 'absent-package'/),
    ]);
  }, 60_000);

  it.each(['before', 'after'] as const)(
    'is reported where it publishes no channels, loaded %s the start',
    async (when) => {
      const directory = join(tree.directory, 'node_modules/@redis/client');
      await tree.manifest({ name: '@redis/client', version: '1.6.0' }, directory);
      await writeFile(join(directory, 'index.js'), "module.exports = { name: 'old' };");
      const { calls, reports, active } = await tree.ask([{ driver: '@redis/client', when }]);
      expect(calls).toEqual([{ answer: 'old', spans: [] }]);
      expect(reports).toEqual([
        '@redis/client 1.6.0 has no dist/lib/client/tracing.js: its commands are not observed. ' +
          'Fix: npm install "@redis/client@^5.12.1 || ^6.0.0"',
      ]);
      expect(active).toMatchObject({ redis: 0 });
    },
    60_000,
  );

  it('is not mentioned where it is declared and not installed', async () => {
    await tree.manifest({ dependencies: Object.fromEntries(PACKAGES.map((name) => [name, '*'])) });
    const { reports, active } = await tree.ask([]);
    expect([reports, active]).toEqual([[], { 'http-client': 1 }]);
  }, 60_000);
});

function itReports(cases: readonly Case[]): void {
  it.each(cases)(
    '$driver $owner $method',
    async ({ driver, file, owner, method, version, answer, report, spans = [] }) => {
      const name = PACKAGES.find((candidate) => file.startsWith(`${candidate}/`)) ?? '';
      const directory = await tree.install(name);
      await tree.hide(file, owner, method);
      if (version !== undefined) await tree.manifest({ version }, directory);
      await tree.manifest({ dependencies: { [name]: '*' } });
      const { calls, reports, active } = await tree.ask([{ driver }]);
      expect(calls[0]?.answer).toEqual(answer);
      expect(reports).toEqual([expect.stringMatching(report)]);
      expect(active[name]).toBe(0);
      expect(calls[0]?.spans).toEqual(spans);
    },
    TIMEOUT_MS,
  );
}

async function replaceInFiles(directory: string, pattern: RegExp, replacement: string): Promise<void> {
  for (const file of await readdir(directory, { recursive: true })) {
    if (!file.endsWith('.js')) continue;
    const path = join(directory, file);
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll(pattern, replacement));
  }
}
