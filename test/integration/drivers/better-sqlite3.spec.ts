import Database from 'better-sqlite3';
import { insistOnDrivers, type ObservedApplication, startObserved } from '../observed-application.js';
import { each, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { betterSqlite3: true } } });

describe('better-sqlite3', () => {
  let observed: ObservedApplication;
  let database: Database.Database;

  beforeEach(async () => {
    database = new Database(':memory:');
    database.exec('CREATE TABLE pets (name TEXT UNIQUE, age INTEGER)');
    observed = await startObserved('express', {}, { database: { drivers: { betterSqlite3: true } } });
  });

  afterEach(async () => {
    await observed.close();
    database.close();
  });

  const traced = (work: () => unknown) => tracedQueries(observed, async () => work());

  it('is seen in every way to ask, with rows and numbers of arguments, and never a value', async () => {
    const spans = await traced(() => {
      const insert = database.prepare('INSERT INTO pets VALUES (?, ?)');
      expect(insert.run('rex-the-secret', 4711)).toMatchObject({ changes: 1 });
      insert.run(['tom-the-secret', 4711]);
      expect(database.prepare('SELECT name FROM pets').pluck().get()).toBe('rex-the-secret');
      expect(database.prepare('SELECT * FROM pets WHERE age < ?').get(1)).toBeUndefined();
      expect(database.prepare('SELECT name FROM pets').all()).toHaveLength(2);
      expect([...database.prepare('SELECT age FROM pets').iterate()]).toHaveLength(2);
      for (const _row of database.prepare('SELECT age FROM pets').iterate()) break;
      expect(database.exec('DELETE FROM pets')).toBe(database);
    });
    const summaries = ['INSERT', 'INSERT', 'SELECT', 'SELECT', 'SELECT', 'SELECT', 'SELECT', 'DELETE'];
    expect(each(spans, 'db.query.summary')).toEqual(summaries.map((verb) => `${verb} pets`));
    expect(each(spans, 'nestjs.db.query.argument_count')).toEqual([2, 2, 0, 1, 0, 0, 0, undefined]);
    const rows = [undefined, undefined, 1, 0, 2, 2, 1, undefined];
    expect(each(spans, 'db.response.returned_rows')).toEqual(rows);
    expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toMatch(/secret|4711/);
  });

  it('is seen through transactions and pragmas, whose statements are its own', async () => {
    const spans = await traced(() => {
      const insert = database.prepare('INSERT INTO pets VALUES (?, ?)');
      const insertAll = database.transaction((names: readonly string[]) => {
        for (const name of names) insert.run(name, 1);
      });
      insertAll(['a', 'b']);
      expect(() => insertAll(['c', 'a'])).toThrow(/UNIQUE/);
      expect(database.pragma('user_version', { simple: true })).toBe(0);
    });
    const names = ['BEGIN', 'INSERT pets', 'INSERT pets', 'COMMIT', 'BEGIN', 'INSERT pets', 'INSERT pets', 'ROLLBACK'];
    expect(spans.map(({ name }) => name).slice(0, 8)).toEqual(names);
    expect(spans[8]?.attributes['db.operation.name']).toBe('PRAGMA');
    expect(spans).toHaveLength(9);
  });

  it('fails with the code of SQLite, and with the error that the driver threw', async () => {
    database.exec(`INSERT INTO pets VALUES ('rex', 1)`);
    const spans = await traced(() => {
      expect(() => database.prepare('INSERT INTO pets VALUES (?, 1)').run('rex')).toThrow(/UNIQUE/);
      expect(() => database.exec('INSERT INTO nobody VALUES (1)')).toThrow(/no such table/);
      expect(() => database.prepare('SELEKT 1')).toThrow(/syntax error/);
    });
    expect(each(spans, 'db.response.status_code')).toEqual([
      'SQLITE_CONSTRAINT_UNIQUE',
      'SQLITE_ERROR',
      'SQLITE_ERROR',
    ]);
    expect(each(spans, 'error.type')).toEqual(each(spans, 'db.response.status_code'));
  });

  it('sees statements that were prepared before, and lets go of all when the last application closes', async () => {
    await observed.close();
    const early = database.prepare('SELECT 1');
    const prototype = Object.getPrototypeOf(early) as Record<string, unknown>;
    const methods = () => [prototype['run'], prototype['all'], Database.prototype.prepare, Database.prototype.exec];
    const before = methods();
    observed = await startObserved('express', {}, { database: { drivers: { betterSqlite3: true } } });
    expect(await traced(() => early.all())).toHaveLength(1);
    expect(methods().some((method, at) => method === before[at])).toBe(false);
    expect(methods().map((method) => (method as { name: string }).name)).toEqual(['run', 'all', 'prepare', 'exec']);
    await observed.close();
    expect(methods()).toEqual(before);
  });
});

/** The package is there, but its binary is that of the Node which installed it. */
