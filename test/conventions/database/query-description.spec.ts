import { databaseResult } from '../../../lib/conventions/database/database.js';
import { QueryDescriptions } from '../../../lib/conventions/database/query-description.js';

const OPTIONS = { system: 'postgresql', queryText: true, maxQueryTextBytes: 2_048 };

describe('a query', () => {
  it('is described by its summary, its operation, its table and its text', () => {
    const queries = new QueryDescriptions({ ...OPTIONS, namespace: 'shop', server: { address: 'db', port: 5432 } });
    expect(queries.operation(`SELECT * FROM users WHERE email = 'a@b.c' AND id = $1`, 1)).toEqual({
      kind: 'database',
      name: 'SELECT users',
      labels: {
        'db.system.name': 'postgresql',
        'db.operation.name': 'SELECT',
        'db.collection.name': 'users',
        'db.namespace': 'shop',
      },
      attributes: {
        'db.query.summary': 'SELECT users',
        'db.query.text': 'SELECT * FROM users WHERE email = ? AND id = $1',
        'nestjs.db.query.argument_count': 1,
        'server.address': 'db',
        'server.port': 5432,
      },
    });
  });

  it.each([
    ['SELECT 1 FROM users JOIN orders USING (id)', 'users'],
    ['SELECT (SELECT max(id) FROM orders) FROM users u, roles', 'users'],
    [
      'SELECT DISTINCT d.id FROM (SELECT u.id FROM "user" u LEFT JOIN "role" r ON TRUE) d LEFT JOIN files ON TRUE',
      'user',
    ],
    ['SELECT * FROM generate_series(1, 2) n JOIN shop.orders ON TRUE', 'shop.orders'],
    ['WITH recent AS (SELECT * FROM orders) SELECT * FROM recent', 'orders'],
    ['WITH gone AS (DELETE FROM orders RETURNING *) INSERT INTO archive SELECT * FROM gone', 'archive'],
    ['(SELECT 1 FROM users) UNION (SELECT 2 FROM roles)', 'users'],
    ['SELECT EXISTS(SELECT 1 FROM users)', 'users'],
    ['UPDATE users SET role = r.id FROM roles r', 'users'],
    ['INSERT INTO archive SELECT * FROM orders', 'archive'],
    ['DELETE FROM users USING orders', 'users'],
    ['MERGE INTO stock USING arrivals ON TRUE WHEN MATCHED THEN DELETE', 'stock'],
    ['CREATE UNIQUE INDEX CONCURRENTLY by_name ON ONLY users (name)', 'users'],
    ['TRUNCATE TABLE users, orders', 'users'],
    ['BEGIN; SELECT 1 FROM users', undefined],
    ['SELECT 1', undefined],
  ])('has one table: %s', (text, table) => {
    expect(new QueryDescriptions(OPTIONS).operation(text).labels['db.collection.name']).toBe(table);
  });

  it.each([
    ['START TRANSACTION READ ONLY', 'START TRANSACTION'],
    ['start /* now */ transaction;', 'START TRANSACTION'],
    ['START SLAVE', 'START'],
    ['ROLLBACK', 'ROLLBACK'],
    ['ROLLBACK;', 'ROLLBACK'],
    ['ROLLBACK WORK', 'ROLLBACK'],
    ['ROLLBACK TO x', 'ROLLBACK TO SAVEPOINT'],
    ['rollback transaction to savepoint "x"', 'ROLLBACK TO SAVEPOINT'],
    ['RELEASE SAVEPOINT x', 'RELEASE SAVEPOINT'],
    ['COMMIT; SELECT 1', 'COMMIT'],
    ['SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE', 'SET TRANSACTION'],
    [`SET search_path TO 'x'`, 'SET'],
    [`PREPARE TRANSACTION 'x'`, 'PREPARE TRANSACTION'],
  ])('is called by all words of its operation: %s', (text, operation) => {
    expect(new QueryDescriptions(OPTIONS).operation(text).labels['db.operation.name']).toBe(operation);
  });

  it('of another query has one operation in its name', () => {
    const text = 'SELECT a FROM (SELECT b FROM (SELECT c FROM users JOIN roles ON TRUE) x) y';
    expect(new QueryDescriptions(OPTIONS).operation(text).name).toBe('SELECT users roles');
  });

  it('has no text where texts are not wanted', () => {
    const { attributes } = new QueryDescriptions({ ...OPTIONS, queryText: false }).operation('SELECT 1');
    expect(attributes).toEqual({ 'db.query.summary': 'SELECT' });
  });

  it('has a text of so many bytes at most, of whole characters', () => {
    const { attributes } = new QueryDescriptions({ ...OPTIONS, maxQueryTextBytes: 10 }).operation('SELECT ää€€ FROM x');
    expect(attributes['db.query.text']).toBe('SELECT ä');
  });

  it('is the same operation for the same text, and has the same labels for another text', () => {
    const queries = new QueryDescriptions(OPTIONS);
    const first = queries.operation('SELECT a FROM t', 0);
    expect(queries.operation('SELECT a FROM t', 0)).toBe(first);
    const second = queries.operation('SELECT a FROM t', 2);
    expect(second.attributes['nestjs.db.query.argument_count']).toBe(2);
    expect(second.labels).toBe(first.labels);
    expect(queries.operation('SELECT b FROM t').labels).toBe(first.labels);
  });

  it('of any length is read once, as far as it is read', () => {
    const queries = new QueryDescriptions(OPTIONS);
    const insert = (rows: number): string =>
      `INSERT INTO t VALUES ${Array.from({ length: rows }, () => '($1,$2)').join()}`;
    const first = queries.operation(insert(2_000));
    expect(first.attributes['db.query.text']).toBe('INSERT INTO t VALUES ($1,$2)');
    expect(queries.operation(insert(3_000))).toBe(first);
    expect(queries.operation(`${insert(2_000)} -- more`)).toBe(first);
    expect(queries.operation(`UPDATE ${'x'.repeat(10_000)}`)).not.toBe(first);
  });

  it('has one of a bounded number of label sets', () => {
    const queries = new QueryDescriptions(OPTIONS);
    const labels = new Set(Array.from({ length: 2_000 }, (_, at) => queries.operation(`SELECT 1 FROM t${at}`).labels));
    expect(labels.size).toBe(501);
  });
});

describe('the result of a query', () => {
  it('has the number of rows', () => {
    expect(databaseResult({ returnedRows: 2, affectedRows: 0 })).toEqual({
      failed: false,
      facts: { 'db.response.returned_rows': 2, 'nestjs.db.response.affected_rows': 0 },
    });
  });

  it.each<[unknown, object]>([
    [Object.assign(new Error('no'), { code: '23505' }), { 'error.type': '23505', 'db.response.status_code': '23505' }],
    [Object.assign(new Error('no'), { code: 11000 }), { 'error.type': 'Error', 'db.response.status_code': '11000' }],
    [new TypeError('no'), { 'error.type': 'TypeError' }],
    ['no', { 'error.type': 'string' }],
  ])('has the code and the class of an error: %p', (error, facts) => {
    expect(databaseResult({}, error)).toEqual({ failed: true, error, facts });
  });
});
