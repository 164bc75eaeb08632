import { Controller, Get, Inject, Injectable, Param } from '@nestjs/common';
import { trace, SpanStatusCode } from '@opentelemetry/api';
import { MongoClient, MongoError } from 'mongodb';
import { Span } from 'nestjs-telemetry';
import { until } from '../../until.js';
import { insistOnDrivers, ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { FakeMongodbServer } from './fake-mongodb-server.js';
import { each, queriesOf, tracedQueries } from './traced-queries.js';

insistOnDrivers({ database: { drivers: { mongodb: true } } });

const SEEN = { database: { drivers: { mongodb: true } } };

@Injectable()
class Users {
  constructor(@Inject(MongoClient) private readonly client: MongoClient) {}

  @Span('find users')
  find(age: number): Promise<unknown> {
    return this.client
      .db('shop')
      .collection('users')
      .find({ age: { $gt: age } })
      .toArray();
  }
}

@Controller('users')
class UsersController {
  constructor(private readonly users: Users) {}

  @Get(':age')
  find(@Param('age') age: string): Promise<unknown> {
    return this.users.find(Number(age));
  }
}

describe('mongodb, with a fake of its server', () => {
  let server: FakeMongodbServer;
  let client: MongoClient;
  let observed: ObservedApplication;

  beforeEach(async () => {
    server = await FakeMongodbServer.start();
    client = new MongoClient(`mongodb://127.0.0.1:${server.port}/?maxPoolSize=2`, { serverSelectionTimeoutMS: 2_000 });
    observed = await startObserved('express', {}, SEEN);
  });

  afterEach(async () => {
    await observed.close();
    await client.close();
    await server.stop();
  });

  const traced = (work: () => Promise<unknown>) => tracedQueries(observed, work);
  const users = () => client.db('shop').collection<{ _id: string; age?: number }>('users');

  it.each(ADAPTERS)('is seen below the service that each of many requests reaches, on %s', async (adapter) => {
    await users().insertOne({ _id: 'ada', age: 36 });
    const metadata = { controllers: [UsersController], providers: [Users, { provide: MongoClient, useValue: client }] };
    const other = await startObserved(adapter, metadata, SEEN);
    try {
      // More at once than there are connections: some wait for what another request gives back.
      await Promise.all(Array.from({ length: 12 }, (_, age) => fetch(`${other.url}/users/${age}`)));
      const servers = await other.serverSpans(12);
      const spans = await other.spans();
      const queries = queriesOf(spans);
      expect(queries).toHaveLength(12);
      expect(new Set(queries.map((span) => span.spanContext().traceId))).toEqual(
        new Set(servers.map((span) => span.spanContext().traceId)),
      );
      for (const query of queries) {
        const parent = spans.find((span) => span.spanContext().spanId === query.parentSpanContext?.spanId);
        expect(parent?.name).toBe('find users');
      }
      expect(queries[0]?.attributes).toEqual({
        'db.system.name': 'mongodb',
        'db.operation.name': 'find',
        'db.collection.name': 'users',
        'db.namespace': 'shop',
        'db.query.text': '{"find":"users","filter":{"age":{"$gt":"?"}}}',
        'db.response.returned_rows': 1,
        'server.address': '127.0.0.1',
        'server.port': server.port,
      });
      expect(await other.series('db_queries_total{operation="find",table="users",error="false"}')).toBe(12);
    } finally {
      await other.close();
    }
  });

  it('tells each command of an operation, and nothing that the driver asks on its own account', async () => {
    const spans = await traced(async () => {
      const added = Array.from({ length: 5 }, (_, at) => ({ _id: `secret-${at}`, age: 4711 }));
      expect(await users().insertMany(added)).toMatchObject({ insertedCount: 5 });
      expect(await users().find({}, { batchSize: 2 }).toArray()).toHaveLength(5);
      for await (const _user of users().find({ _id: 'secret-1' }, { batchSize: 2 })) break;
      await users().updateOne(
        { _id: 'secret-1' },
        { $set: { age: 4711 }, $push: { tags: { $each: ['secret', 'x'] } } },
      );
      await users()
        .aggregate([{ $match: { _id: { $in: ['secret-1', 'secret-2'] } } }, { $group: { _id: '$secret' } }])
        .toArray();
      await client.db('shop').command({ ping: 1 });
    });
    expect(spans.map(({ name }) => name)).toEqual([
      'insert users',
      'find users',
      'getMore users',
      'getMore users',
      'find users',
      'killCursors users',
      'update users',
      'aggregate users',
      'ping',
    ]);
    expect(each(spans, 'db.response.returned_rows').slice(0, 4)).toEqual([undefined, 2, 2, 1]);
    expect(each(spans, 'db.operation.batch.size').slice(0, 2)).toEqual([5, undefined]);
    const texts = each(spans, 'db.query.text');
    expect(texts[0]).toBe('{"insert":"users","documents":["?"],"ordered":"?"}');
    expect(texts[6]).toContain('"u":{"$set":{"age":"?"},"$push":{"tags":{"$each":["?"]}}}');
    expect(texts[7]).toContain('"pipeline":[{"$match":{"_id":{"$in":["?"]}}},{"$group":{"_id":"?"}}]');
    expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toMatch(/secret|4711/);
    expect(server.commands).toEqual(expect.arrayContaining(['insert', 'ping']));
  });

  it('fails with the code of the server, and with the error that the driver threw', async () => {
    await users().insertOne({ _id: 'very-secret' });
    const spans = await traced(async () => {
      await expect(users().insertOne({ _id: 'very-secret' })).rejects.toMatchObject({ code: 11_000 });
      await expect(client.db('shop').command({ nonsense: 1 })).rejects.toMatchObject({ codeName: 'CommandNotFound' });
    });
    expect(spans.map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR, SpanStatusCode.ERROR]);
    expect(each(spans, 'db.response.status_code')).toEqual(['11000', '59']);
    expect(JSON.stringify(spans.map(({ status, events }) => [status, events]))).not.toContain('very-secret');
    expect(await observed.series('db_queries_total{operation="insert",table="users",error="true"}')).toBe(1);
  });

  it('fails when the connection is lost, and goes on with another', async () => {
    await client.connect();
    const spans = await traced(async () => {
      await expect(client.db('shop').command({ crash: 1 })).rejects.toThrow(/closed/);
      await client.db('shop').command({ ping: 1 });
    });
    expect(spans.map(({ name, status }) => [name, status.code])).toEqual([
      ['crash', SpanStatusCode.ERROR],
      ['ping', SpanStatusCode.UNSET],
    ]);
    expect(spans[0]?.attributes['error.type']).toBe('MongoNetworkError');
  });

  it('says of commands that a closing client gives up that nothing is wrong', async () => {
    await client.connect();
    const asked = (): Promise<unknown> => client.db('shop').command({ hang: 1 });
    const spans = await traced(async () => {
      // The third waits for a connection. It gets one when its session has ended.
      const given = [asked(), asked(), asked()].map((command) => command.catch((error: unknown) => error));
      await until(() => server.commands.filter((name) => name === 'hang').length === 2);
      await client.close();
      for (const error of await Promise.all(given)) expect(error).toBeInstanceOf(MongoError);
    });
    expect(spans.map(({ name, status }) => [name, status.code])).toEqual(
      Array.from({ length: 3 }, () => ['hang', SpanStatusCode.UNSET]),
    );
    expect(each(spans, 'nestjs.call.given_up')).toEqual([true, true, true]);
    expect(observed.lines().filter(({ level }) => level === 'error')).toEqual([]);
    expect((await observed.seriesNames()).filter((name) => name.includes('error="true"'))).toEqual([]);
  });

  it('leaves continuations in the context of the caller', async () => {
    await traced(async () => {
      const before = trace.getActiveSpan();
      await users().findOne({});
      expect(trace.getActiveSpan()).toBe(before);
      for await (const _user of users().find({})) expect(trace.getActiveSpan()).toBe(before);
    });
  });

  it('is left alone where the options say so, and as it was when the last application has closed', async () => {
    await observed.close();
    const { Connection } = (await import('mongodb/lib/cmap/connection.js' as string)) as {
      Connection: { prototype: { command: (...given: unknown[]) => unknown } };
    };
    const { command } = Connection.prototype;
    observed = await startObserved('express', {}, SEEN);
    expect(Connection.prototype.command).not.toBe(command);
    expect([Connection.prototype.command.name, Connection.prototype.command.length]).toEqual(['command', 2]);
    await observed.close();
    expect(Connection.prototype.command).toBe(command);
    observed = await startObserved('express', {}, { database: { drivers: { mongodb: false } } });
    expect(await traced(() => users().findOne({}))).toEqual([]);
  });
});
