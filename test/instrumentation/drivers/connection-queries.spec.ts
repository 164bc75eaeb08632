import { ConnectionQueries } from '../../../lib/instrumentation/drivers/sql/connection-queries.js';
import type { ObservedApplication } from '../../../lib/instrumentation/instrumentation.js';

const application = {
  options: { database: { queryText: true, maxQueryTextBytes: 1_000 } },
} as unknown as ObservedApplication;

const serverOf = (tenant: number | string) =>
  ({ system: 'postgresql', namespace: `tenant_${tenant}`, address: 'db', port: 5432 }) as const;

describe('ConnectionQueries', () => {
  it('keeps the descriptions of each connection, however many databases there are', () => {
    const queries = new ConnectionQueries();
    const tenants = Array.from({ length: 5_000 }, (_, tenant) => ({ connection: {}, server: serverOf(tenant) }));
    const ask = () => tenants.map(({ connection, server }) => queries.queries(application, connection, server));
    const first = ask();
    expect(ask().every((descriptions, at) => descriptions === first[at])).toBe(true);
    expect(new Set(first).size).toBe(5_000);
  });

  it('shares them among the connections to one database', () => {
    const queries = new ConnectionQueries();
    const [one, other] = [{}, {}].map((connection) => queries.queries(application, connection, serverOf('a')));
    expect(one).toBe(other);
  });

  it('follows a connection that changes its database', () => {
    const queries = new ConnectionQueries();
    const connection = {};
    const [a, b, again] = ['a', 'b', 'a'].map((name) => queries.queries(application, connection, serverOf(name)));
    expect(a).not.toBe(b);
    expect(again).toBe(a);
    expect(b?.operation('select 1').labels).toMatchObject({ 'db.namespace': 'tenant_b' });
  });
});
