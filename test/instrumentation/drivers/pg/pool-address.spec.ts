import { createRequire } from 'node:module';
import { poolAddress } from '../../../../lib/instrumentation/drivers/pg/pool-address.js';
import type { PgPool } from '../../../../lib/instrumentation/drivers/pg/pg.types.js';

interface Parameters {
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

const require = createRequire(import.meta.url);
const ConnectionParameters = require('pg/lib/connection-parameters') as new (options: object) => Parameters;

const STRINGS = [
  'postgresql://postgres@127.0.0.1:5432/test',
  'postgresql://postgres@127.0.0.1',
  'postgresql://postgres:secret@127.0.0.1/',
  'postgres://',
  'postgres:///test',
  'postgresql://postgres@localhost/test?host=/cloudsql/project:region:one',
  'postgresql://postgres@/test?host=/cloudsql/project:region:one',
  'postgresql://postgres:secret@/test?host=/cloudsql/project:region:one&port=5433',
  'socket:/var/run/one?db=test&user=postgres',
  'socket://postgres@/var/run/one?db=test',
  'socket:/var/run/one',
  'postgresql://postgres@%2Fvar%2Frun%2Fone/test',
  'postgresql://postgres@%2Fvar%2Frun/test?host=/other',
  'postgresql://postgres@127.0.0.1/te%73t',
  'postgresql://postgres@127.0.0.1/my test',
  'postgresql://postgres:100%@127.0.0.1/test',
  'postgresql://postgres@127.0.0.1/test?port=5433',
  'postgresql://127.0.0.1/test?user=reader&port=6000',
  'postgresql://a%40b@127.0.0.1',
  'postgresql://postgres@[::1]:5433/test',
  'postgresql://postgres@DB.Example.org/Test',
  'postgresql://postgres@127.0.0.1:5432/a/b',
  '/var/run/one test',
  '/var/run/one',
  'db.example.org/test',
  'test',
];

const OPTIONS = [{}, { host: 'other', port: 5434, database: 'else', user: 'someone' }];
const VARIABLES = ['PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER'];

function address(options: object): Parameters {
  const { address: host, port, namespace } = poolAddress({ options } as PgPool);
  return { host, port, database: namespace } as Parameters;
}

function asPg(options: object): Parameters {
  const { host, port, database } = new ConnectionParameters(options);
  return { host, port, database };
}

describe.each([
  ['nothing in the environment', {}],
  ['an environment', { PGHOST: 'db.internal', PGPORT: '5435', PGDATABASE: 'of-environment', PGUSER: 'env' }],
])('a pool with %s', (_what, environment) => {
  const before = { ...process.env };

  beforeEach(() => {
    for (const name of VARIABLES) delete process.env[name];
    Object.assign(process.env, environment);
  });

  afterEach(() => {
    for (const name of VARIABLES) delete process.env[name];
    Object.assign(process.env, before);
  });

  it.each(STRINGS)('leads where pg goes with %s', (connectionString) => {
    for (const options of OPTIONS) {
      expect(address({ ...options, connectionString })).toEqual(asPg({ ...options, connectionString }));
    }
  });

  it('leads where pg goes without a connection string', () => {
    for (const options of [
      ...OPTIONS,
      { user: 'reader' },
      { port: '5436' },
      { host: '/tmp', database: null },
      { connectionString: '' },
    ]) {
      expect(address(options)).toEqual(asPg(options));
    }
  });
});

it('has an address for what pg refuses', () => {
  expect(poolAddress({ options: { connectionString: 'postgres://[' } } as unknown as PgPool)).toMatchObject({
    address: 'localhost',
  });
});
