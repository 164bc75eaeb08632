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

  it('of several tables has no table', () => {
    const { name, labels } = new QueryDescriptions(OPTIONS).operation('SELECT 1 FROM users JOIN orders USING (id)');
    expect(name).toBe('SELECT users orders');
    expect(labels).toEqual({ 'db.system.name': 'postgresql', 'db.operation.name': 'SELECT' });
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
