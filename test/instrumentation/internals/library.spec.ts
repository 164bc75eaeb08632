import { readFileSync } from 'node:fs';
import { defineInternals } from '../../../lib/instrumentation/internals/internals.js';
import { Library } from '../../../lib/instrumentation/internals/library.js';
import { InstrumentationStates } from '../../../lib/instrumentation/states/instrumentation-states.js';
import { BETTER_SQLITE3_INTERNALS } from '../../../lib/instrumentation/drivers/better-sqlite3/better-sqlite3.internals.js';
import { CACHE_MANAGER_INTERNALS } from '../../../lib/instrumentation/drivers/cache-manager/cache-manager.internals.js';
import { IOREDIS_INTERNALS } from '../../../lib/instrumentation/drivers/ioredis/ioredis.internals.js';
import { KEYV_INTERNALS } from '../../../lib/instrumentation/drivers/keyv/keyv.internals.js';
import { MONGODB_INTERNALS } from '../../../lib/instrumentation/drivers/mongodb/mongodb.internals.js';
import { MYSQL2_INTERNALS } from '../../../lib/instrumentation/drivers/mysql2/mysql2.internals.js';
import { PG_INTERNALS } from '../../../lib/instrumentation/drivers/pg/pg.internals.js';
import { GRPC_JS_INTERNALS } from '../../../lib/instrumentation/grpc/grpc-js.internals.js';
import { MICROSERVICE_CLIENTS_INTERNALS } from '../../../lib/instrumentation/microservice/microservice-clients.internals.js';
import { MICROSERVICE_SERVERS_INTERNALS } from '../../../lib/instrumentation/microservice/microservice-servers.internals.js';

const SHOP = defineInternals({
  name: 'shop',
  packageName: 'shop',
  supported: '^2.3.0 || ^4.0.0',
  costs: 'its orders are not observed',
  members: {
    'Order#place': { costs: 'its orders are not observed' },
    'Order#cancel': { costs: 'cancelled orders are not observed', optional: true },
    'Order#total': { costs: 'its orders have no total' },
  },
});

let reports: string[];
let states: InstrumentationStates;
beforeEach(() => {
  reports = [];
  states = new InstrumentationStates((what) => void reports.push(what));
});

const libraryOf = (version: string | undefined) =>
  new Library(SHOP, states, { name: 'shop', version, directory: undefined });

describe('Library', () => {
  it.each([
    ['5.1.0', 'update nestjs-telemetry, or pin shop to a version below 5'],
    ['4.9.1', 'update nestjs-telemetry, or pin shop to a version below 4.9.1'],
    ['4.9.1-beta.2', 'update nestjs-telemetry, or pin shop to a version below 4.9.1-beta.2'],
    ['2.2.9', 'npm install "shop@^2.3.0"'],
    ['1.9.9', 'npm install "shop@^2.3.0 || ^4.0.0"'],
    ['3.0.0', 'npm install "shop@^2.3.0 || ^4.0.0"'],
    [undefined, 'update nestjs-telemetry'],
  ])('has the right fix for version %s', (version, fix) => {
    libraryOf(version).replace('Order#place', {}, (original) => original);
    const copy = version === undefined ? 'shop' : `shop ${version}`;
    expect(reports).toEqual([`${copy} has no Order#place: its orders are not observed. Fix: ${fix}`]);
  });

  it('reports a member once, and none that is optional', () => {
    const library = libraryOf('4.0.0');
    for (let times = 0; times < 3; times++) {
      library.check('Order#place', false);
      library.check('Order#cancel', false);
      library.inspect('Order#total', {});
    }
    expect(reports).toHaveLength(2);
    expect(states.read()).toMatchObject([{ name: 'shop', active: false, losses: [{}, {}] }]);
  });

  it('reports a method that is frozen, and leaves it', () => {
    const order = Object.freeze({ place: () => 'placed' });
    libraryOf('4.0.0').replace('Order#place', order, () => () => 'observed');
    expect(order.place()).toBe('placed');
    expect(reports).toEqual([expect.stringContaining('has Order#place in a form that cannot be replaced')]);
  });

  it('reports nothing where everything is there', () => {
    const library = libraryOf('4.0.0');
    states.start('shop');
    library.inspect('Order#total', { total: undefined });
    library.check('Order#place', true);
    expect([reports, states.read()]).toEqual([[], [{ name: 'shop', active: true, losses: [] }]]);
  });
});

it.each([
  BETTER_SQLITE3_INTERNALS,
  CACHE_MANAGER_INTERNALS,
  IOREDIS_INTERNALS,
  KEYV_INTERNALS,
  MONGODB_INTERNALS,
  MYSQL2_INTERNALS,
  PG_INTERNALS,
  GRPC_JS_INTERNALS,
  MICROSERVICE_CLIENTS_INTERNALS,
  MICROSERVICE_SERVERS_INTERNALS,
])('$name supports what package.json says', ({ packageName, supported }) => {
  const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    peerDependencies: Record<string, string>;
  };
  expect(supported).toBe(peerDependencies[packageName]);
});
