import { createRequire } from 'node:module';
import { tracingChannel } from 'node:diagnostics_channel';
import KeyvRedis from '@keyv/redis';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { createClient, createClientPool } from 'redis';
import { describeWithServer } from '../tcp-server.js';
import { describeWith } from '../test-server.js';
import { type CacheApplication, startCaching } from './cache-application.js';
import { RedisServer } from './redis-server.js';

const PREFIX = `redis-spec-${process.pid}:`;
const KEYS = ['a', 'b', 'user:42', 'text', 'value'].map((key) => `${PREFIX}${key}`);

describeWithServer('Redis', 6379, 'node-redis', () => {
  let application: CacheApplication;
  const redis = createClient({ database: 3 });

  beforeAll(() => redis.connect());
  afterAll(() => redis.close());

  beforeEach(async () => {
    application = await startCaching({ cache: { keys: 'template' } });
  });

  afterEach(async () => {
    await redis.del(KEYS);
    await application.close();
  });

  it('makes one span of each command, below that of its caller, and none of its own affairs', async () => {
    await application.work(async () => {
      const fresh = await createClient().connect();
      await fresh.set(`${PREFIX}a`, '1');
      expect(await fresh.get(`${PREFIX}a`)).toBe('1');
      await fresh.del(`${PREFIX}a`);
      await fresh.close();
    });
    expect(await application.below()).toEqual(['SET', 'GET', 'DEL']);
  });

  it('describes a command as a cache operation and a database call', async () => {
    await application.work(async () => {
      await redis.set(`${PREFIX}user:42`, 'secret');
      await redis.get(`${PREFIX}user:42`);
    });
    const [set, get] = await application.children();
    expect(set?.attributes).toEqual({
      'nestjs.cache.system.name': 'redis',
      'nestjs.cache.operation.name': 'set',
      'nestjs.cache.key': 'redis-spec-?:user:?',
      'db.system.name': 'redis',
      'db.operation.name': 'SET',
      'db.namespace': '3',
      'server.address': 'localhost',
      'server.port': 6379,
    });
    expect(get?.attributes).toMatchObject({ 'nestjs.cache.hit': true, 'nestjs.cache.value.size': 6 });
  });

  it('counts hits and misses by key', async () => {
    await application.work(async () => {
      await redis.set(`${PREFIX}a`, '');
      await redis.get(`${PREFIX}a`);
      await redis.get(`${PREFIX}b`);
      await redis.mGet([`${PREFIX}a`, `${PREFIX}b`, `${PREFIX}text`]);
      await redis.exists([`${PREFIX}a`, `${PREFIX}b`]);
    });
    const count = (metric: string, operation: string) =>
      application.series(`cache_${metric}_total{cache_type="redis",operation="${operation}"}`);
    expect([await count('hits', 'get'), await count('misses', 'get')]).toEqual([1, 1]);
    expect([await count('hits', 'mget'), await count('misses', 'mget')]).toEqual([1, 2]);
    expect([await count('hits', 'has'), await count('misses', 'has')]).toEqual([1, 1]);
  });

  it('sees each command of a pipeline, and a transaction as one call', async () => {
    await application.work(async () => {
      await redis.multi().set(`${PREFIX}a`, '1').get(`${PREFIX}a`).execAsPipeline();
      await redis.multi().get(`${PREFIX}a`).get(`${PREFIX}b`).exec();
    });
    expect(await application.below()).toEqual(['SET', 'GET', 'MULTI']);
    expect((await application.children())[2]?.attributes['db.operation.batch.size']).toBe(2);
  });

  it('reports a transaction as failed with its first command that failed', async () => {
    await redis.set(`${PREFIX}text`, 'x');
    await application.work(async () => {
      await redis.multi().lPush(`${PREFIX}text`, 'y').incr(`${PREFIX}text`).exec().catch(String);
      await redis.multi().lPush(`${PREFIX}text`, 'y').execTyped().catch(String);
      await redis.multi().get(`${PREFIX}text`).exec();
    });
    const transactions = (await application.children()).filter(({ name }) => name === 'MULTI');
    expect(transactions.map(({ attributes }) => attributes['error.type'])).toEqual([
      'WRONGTYPE',
      'WRONGTYPE',
      undefined,
    ]);
    expect(
      await application.series(
        'cache_operation_duration_seconds_count{cache_type="redis",operation="multi",result="error"}',
      ),
    ).toBe(2);
  });

  it('sees pools, and every copy of the client', async () => {
    const pool = createClientPool();
    await pool.connect();
    const keyv = new KeyvRedis('redis://localhost:6379');
    await application.work(async () => {
      await pool.get(`${PREFIX}a`);
      await keyv.get(`${PREFIX}a`);
    });
    await pool.close();
    await keyv.disconnect();
    const required = createRequire(import.meta.url)('redis') as { createClient: typeof createClient };
    const client = await required.createClient().connect();
    await application.work(() => client.get(`${PREFIX}b`));
    await client.close();
    expect(await application.below()).toEqual(['GET', 'GET', 'GET']);
  });

  it("reports the server's errors, and leaves them as they are", async () => {
    await redis.set(`${PREFIX}text`, 'word');
    const failed = application.work(() => redis.lPush(`${PREFIX}text`, 'x'));
    await expect(failed).rejects.toThrow('WRONGTYPE Operation against a key');
    const [span] = await application.children();
    expect(span).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'error.type': 'WRONGTYPE', 'db.response.status_code': 'WRONGTYPE' },
    });
  });

  it('makes way for another instrumentation, and still counts', async () => {
    await application.work(() =>
      trace
        .getTracer('official')
        .startActiveSpan('redis-GET', { attributes: { 'db.system': 'redis' } }, async (span) => {
          await redis.get(`${PREFIX}a`);
          span.end();
        }),
    );
    const spans = await application.spans();
    expect(spans.filter(({ name }) => name === 'GET')).toEqual([]);
    expect(await application.series('cache_misses_total{cache_type="redis",operation="get"}')).toBe(1);
  });

  it('keeps two applications apart, and listens no more once it is closed', async () => {
    const other = await startCaching();
    await other.work(() => redis.get(`${PREFIX}a`));
    await application.work(() => redis.set(`${PREFIX}a`, '1'));
    expect([await application.below(), await other.below()]).toEqual([['SET'], ['GET']]);
    await other.close();
    await application.close();
    expect(tracingChannel('node-redis:command').start.hasSubscribers).toBe(false);
  });
});

describeWith('redis-server', 'node-redis without its server', () => {
  it('ends a command that the connection loses, with its error', async () => {
    const application = await startCaching();
    const server = await RedisServer.start();
    const redis = createClient({ socket: { port: server.port, reconnectStrategy: false } });
    redis.on('error', () => undefined);
    await redis.connect();
    const failure = application.work(() => redis.blPop('nothing', 0)).catch((error: unknown) => error);
    await server.stop();
    expect(await failure).toMatchObject({ name: expect.stringMatching(/Error$/) });
    await expect(application.work(() => redis.get('a'))).rejects.toThrow('The client is closed');
    const [blocked, closed] = await application.children();
    expect(blocked).toMatchObject({ name: 'BLPOP', status: { code: SpanStatusCode.ERROR } });
    expect(closed).toMatchObject({ name: 'GET', attributes: { 'error.type': 'ClientClosedError' } });
    await application.close();
  });
});
