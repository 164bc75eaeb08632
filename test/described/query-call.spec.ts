import { describeQueryCall, type TraceQueryOptions } from '../../lib/described/query-call.js';
import { Telemetry } from '../../lib/observation/index.js';

describe('a query by hand', () => {
  const telemetry = new Telemetry([], () => undefined);
  const system = 'postgresql';
  const text = 'SELECT * FROM users JOIN orders ON TRUE';

  it.each<readonly [TraceQueryOptions, string, string | undefined]>([
    [{ system, operation: 'SELECT', collection: 'users' }, 'SELECT users', 'users'],
    [{ system, operation: 'SELECT', namespace: 'shop' }, 'SELECT shop', undefined],
    [{ system, operation: 'SELECT' }, 'SELECT postgresql', undefined],
    [{ system, text }, 'SELECT users orders', 'users'],
    [{ system, text, operation: 'find' }, 'find users', 'users'],
    [{ system, text, collection: 'people' }, 'SELECT people', 'people'],
    [{ system, text: 'SELECT 1', operation: 'ping' }, 'ping postgresql', undefined],
  ])('says what it is about: %j', (options, name, table) => {
    const { operation } = describeQueryCall(options, [], telemetry);
    expect(operation.name).toBe(name);
    expect(operation.labels['db.collection.name']).toBe(table);
  });
});
