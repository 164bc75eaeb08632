import { once } from 'node:events';
import { SpanStatusCode } from '@opentelemetry/api';
import { Redis } from 'ioredis';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { describeWith } from '../test-server.js';
import { type CacheApplication, startCaching } from './cache-application.js';
import { RedisServer } from './redis-server.js';

insistOnDrivers({ cache: { drivers: { ioredis: true } } });

const PREFIX = `ioredis-spec-${process.pid}:`;
const sendCommand = Redis.prototype.sendCommand;

describeWithServer('Redis', 6379, 'ioredis', () => {
  let application: CacheApplication;
  let redis: Redis;

  beforeEach(async () => {
    application = await startCaching();
    redis = new Redis({ keyPrefix: PREFIX, db: 2 });
    await once(redis, 'ready');
  });

  afterEach(async () => {
    const keys = await redis.keys(`${PREFIX}*`);
    if (keys.length > 0) await redis.del(keys.map((key) => key.slice(PREFIX.length)));
    await redis.quit();
    await application.close();
  });

  it('makes one span of each command, below that of its caller, and none of its own affairs', async () => {
    const fresh = new Redis({ keyPrefix: PREFIX, lazyConnect: true, connectionName: 'fresh' });
    await application.work(async () => {
      await fresh.set('user:1', 'Ann');
      expect(await fresh.get('user:1')).toBe('Ann');
    });
    fresh.disconnect();
    expect(await application.below()).toEqual(['SET', 'GET']);
    expect((await application.spans()).map(({ name }) => name).toSorted()).toEqual(['GET', 'SET', 'work']);
  });

  it('describes a command as a cache operation and a database call, without keys and values', async () => {
    await application.work(async () => {
      await redis.set('user:1', 'Zoë');
      await redis.getBuffer('user:1');
    });
    const [set, get] = await application.children();
    expect(set?.attributes).toEqual({
      'nestjs.cache.system.name': 'redis',
      'nestjs.cache.operation.name': 'set',
      'db.system.name': 'redis',
      'db.operation.name': 'SET',
      'db.namespace': '2',
      'server.address': 'localhost',
      'server.port': 6379,
      'nestjs.cache.value.size': 4,
    });
    expect(get?.attributes).toMatchObject({ 'nestjs.cache.hit': true, 'nestjs.cache.value.size': 4 });
    expect(JSON.stringify([application.lines(), get?.attributes])).not.toContain('user:1');
  });

  it('counts hits and misses by key, and none for what looks nothing up', async () => {
    await application.work(async () => {
      await redis.set('empty', '');
      await redis.get('empty');
      await redis.get('absent');
      await redis.mget('empty', 'absent', 'gone');
      await redis.hget('hash', 'field');
      await redis.exists('empty', 'absent');
      await redis.incr('number');
    });
    const count = (metric: string, operation: string) =>
      application.series(`cache_${metric}_total{cache_type="redis",operation="${operation}"}`);
    expect([await count('hits', 'get'), await count('misses', 'get')]).toEqual([1, 1]);
    expect([await count('hits', 'mget'), await count('misses', 'mget')]).toEqual([1, 2]);
    expect([await count('hits', 'has'), await count('misses', 'has')]).toEqual([1, 1]);
    expect([await count('hits', 'hget'), await count('misses', 'hget')]).toEqual([undefined, 1]);
    expect([await count('hits', 'set'), await count('misses', 'incr')]).toEqual([undefined, undefined]);
    const duration = 'cache_operation_duration_seconds_count{cache_type="redis",operation="get",result="hit"}';
    expect(await application.series(duration)).toBe(1);
  });

  it('sees every command of a pipeline and of a transaction, whose queued answers are no values', async () => {
    const results = await application.work(async () => {
      await redis.pipeline().set('a', '1').get('a').get('b').exec();
      await redis.multi({ pipeline: false });
      await redis.get('a');
      await redis.exec();
      return redis.multi().get('b').exec();
    });
    expect(results).toEqual([[null, null]]);
    const children = await application.children();
    expect(children.map(({ name }) => name)).toEqual('SET GET GET MULTI GET EXEC MULTI GET EXEC'.split(' '));
    expect(children.map(({ attributes }) => attributes['nestjs.cache.hit'])).toEqual([
      undefined,
      true,
      false,
      ...Array.from({ length: 6 }, () => undefined),
    ]);
  });

  it('reports a transaction as failed with its first command that failed, and one given up by a WATCH as none', async () => {
    await redis.set('text', 'x');
    const watching = redis.duplicate();
    await once(watching, 'ready');
    await application.work(async () => {
      await redis.multi().set('other', '1').lpush('text', 'y').incr('text').exec();
      await redis.multi({ pipeline: false });
      await redis.lpush('text', 'y');
      await redis.exec();
      await watching.watch('text');
      await redis.set('text', 'z');
      expect(await watching.multi().get('text').exec()).toBeNull();
    });
    await watching.quit();
    const transactions = (await application.children()).filter(({ name }) => name === 'EXEC');
    expect(transactions.map(({ attributes }) => attributes['error.type'])).toEqual([
      'WRONGTYPE',
      'WRONGTYPE',
      undefined,
    ]);
    expect(transactions.map(({ status }) => status.code)).toEqual([
      SpanStatusCode.ERROR,
      SpanStatusCode.ERROR,
      SpanStatusCode.UNSET,
    ]);
  });

  it('counts hits again after a connection is lost in the middle of a transaction', async () => {
    await redis.set('a', '1');
    await application.work(async () => {
      await redis.multi({ pipeline: false });
      await redis.get('a');
      redis.disconnect(true);
      await once(redis, 'ready');
      await redis.get('a');
    });
    const gets = (await application.children()).filter(({ name }) => name === 'GET');
    expect(gets.map(({ attributes }) => attributes['nestjs.cache.hit'])).toEqual([undefined, true]);
  });

  it('gives commands that are sent together to those who called for them', async () => {
    const automatic = new Redis({ keyPrefix: PREFIX, enableAutoPipelining: true });
    await once(automatic, 'ready');
    await Promise.all(['x', 'y'].map((key) => application.work(() => automatic.get(key))));
    await automatic.quit();
    const spans = await application.spans();
    const works = spans.filter(({ name }) => name === 'work').map((span) => span.spanContext().spanId);
    const parents = spans.filter(({ name }) => name === 'GET').map((span) => span.parentSpanContext?.spanId);
    expect(parents.toSorted()).toEqual(works.toSorted());
  });

  it('takes a script that the server does not know yet for no failure', async () => {
    redis.defineCommand('answer', { numberOfKeys: 0, lua: `return ${process.pid} -- ${Math.random()}` });
    const scripted = redis as Redis & { answer(): Promise<number> };
    expect(await application.work(() => scripted.answer())).toBe(process.pid);
    expect((await application.children()).map(({ status }) => status.code)).not.toContain(SpanStatusCode.ERROR);
  });

  it("reports the server's errors, and leaves them as they are", async () => {
    await redis.set('text', 'word');
    const failed = application.work(() => redis.lpush('text', 'x'));
    await expect(failed).rejects.toMatchObject({ name: 'ReplyError', command: { name: 'lpush' } });
    const [span] = await application.children();
    expect(span).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'error.type': 'WRONGTYPE', 'db.response.status_code': 'WRONGTYPE' },
    });
  });

  it('keeps callbacks, arity and name', async () => {
    const reply = await new Promise((resolve) => redis.get('absent', (error, value) => resolve([error, value])));
    expect(reply).toEqual([null, null]);
    expect(Redis.prototype.sendCommand).not.toBe(sendCommand);
    expect([Redis.prototype.sendCommand.name, Redis.prototype.sendCommand.length]).toEqual(['sendCommand', 2]);
  });

  it('makes way for another instrumentation, and still counts', async () => {
    const ours = Redis.prototype.sendCommand;
    const official = function (this: Redis, ...args: Parameters<typeof ours>) {
      return ours.apply(this, args);
    };
    Redis.prototype.sendCommand = Object.assign(official, { __wrapped: true }) as typeof ours;
    try {
      await application.work(() => redis.get('absent'));
    } finally {
      Redis.prototype.sendCommand = ours;
    }
    expect(await application.below()).toEqual([]);
    expect(await application.series('cache_misses_total{cache_type="redis",operation="get"}')).toBe(1);
  });

  it('keeps two applications apart', async () => {
    const other = await startCaching();
    await other.work(() => redis.get('a'));
    await application.work(() => redis.set('a', '1'));
    expect([await application.below(), await other.below()]).toEqual([['SET'], ['GET']]);
    await other.close();
    await application.work(() => redis.get('a'));
    expect(await application.below()).toEqual(['SET', 'GET']);
  });
});

describeWithServer('Redis', 6379, 'ioredis and its options', () => {
  it('records of keys what is asked for', async () => {
    const application = await startCaching({ cache: { keys: 'template' } });
    const redis = new Redis({ keyPrefix: PREFIX });
    await application.work(() => redis.get('user:42'));
    await application.work(() => redis.mget('user:1', 'user:2'));
    await redis.quit();
    const keys = (await application.children()).map(({ attributes }) => attributes['nestjs.cache.key']);
    expect(keys).toEqual(['ioredis-spec-?:user:?', undefined]);
    await application.close();
    expect(Redis.prototype.sendCommand).toBe(sendCommand);
  });

  it('leaves a driver alone that is switched off', async () => {
    const application = await startCaching({ cache: { drivers: { ioredis: false } } });
    expect(Redis.prototype.sendCommand).toBe(sendCommand);
    await application.close();
  });
});

describeWith('redis-server', 'ioredis without its server', () => {
  let application: CacheApplication;
  let server: RedisServer;

  beforeEach(async () => {
    application = await startCaching();
    server = await RedisServer.start();
  });

  afterEach(async () => {
    await server.stop();
    await application.close();
  });

  it('ends a command that the connection loses, with its error', async () => {
    const redis = new Redis({ port: server.port, retryStrategy: () => null, maxRetriesPerRequest: 0 });
    redis.on('error', () => undefined);
    await once(redis, 'ready');
    const failure = application.work(() => redis.blpop('nothing', 0)).catch((error: unknown) => error);
    await server.stop();
    expect(await failure).toMatchObject({ message: 'Connection is closed.' });
    const [span] = await application.children();
    expect(span).toMatchObject({ name: 'BLPOP', status: { code: SpanStatusCode.ERROR } });
  });

  it('gives a command that waits for the server to its caller, and ends one that waits in vain', async () => {
    await server.stop();
    const hasty = new Redis({ port: server.port, retryStrategy: () => null });
    hasty.on('error', () => undefined);
    await expect(application.work(() => hasty.get('a'))).rejects.toThrow('Connection is closed.');
    const patient = new Redis({ port: server.port, retryStrategy: () => 20, maxRetriesPerRequest: null });
    patient.on('error', () => undefined);
    const answer = application.work(() => patient.get('b'));
    await server.restart();
    expect(await answer).toBeNull();
    patient.disconnect();
    expect((await application.children()).map(({ name, status }) => [name, status.code])).toEqual([
      ['GET', SpanStatusCode.ERROR],
      ['GET', SpanStatusCode.UNSET],
    ]);
  });

  it('makes one span of a command that is sent again', async () => {
    const redis = new Redis({ port: server.port, retryStrategy: () => 20, maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    await once(redis, 'ready');
    const popped = application.work(() => redis.blpop('list', 0));
    await server.stop();
    // Attempts that find no server yet are no failure of the test.
    const ready = new Promise<void>((resolve) => redis.once('ready', resolve));
    await server.restart();
    await ready;
    const other = redis.duplicate();
    await other.rpush('list', 'value');
    other.disconnect();
    expect(await popped).toEqual(['list', 'value']);
    redis.disconnect();
    expect(await application.below()).toEqual(['BLPOP']);
  });
});
