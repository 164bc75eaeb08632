import { createRequire } from 'node:module';
import KeyvRedis from '@keyv/redis';
import { Keyv } from 'keyv';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { type CacheApplication, startCaching } from './cache-application.js';

insistOnDrivers({ cache: { drivers: { keyv: true } } });

const original = Keyv.prototype.get;
const Required = (createRequire(import.meta.url)('keyv') as { Keyv: typeof Keyv }).Keyv;
const originalRequired = Required.prototype.get;

describe('Keyv', () => {
  let application: CacheApplication;

  beforeEach(async () => {
    application = await startCaching({ cache: { keys: 'template' } });
  });

  afterEach(() => application.close());

  const count = (metric: string, operation: string) =>
    application.series(`cache_${metric}_total{cache_type="keyv",operation="${operation}"}`);

  it('makes one span of each call, whatever the call does inside', async () => {
    const keyv = new Keyv();
    await application.work(async () => {
      await keyv.set('user:42', 1);
      await keyv.get('user:42');
      await keyv.get(['user:42', 'gone']);
      await keyv.setMany([{ key: 'a', value: 1 }]);
      await keyv.has('a');
      await keyv.delete(['a', 'gone']);
      await keyv.clear();
    });
    expect(await application.below()).toEqual(
      ['set', 'get', 'mget', 'mset', 'has', 'mdelete', 'clear'].map((operation) => `cache ${operation}`),
    );
    const [set] = await application.children();
    expect(set?.attributes).toEqual({
      'nestjs.cache.system.name': 'keyv',
      'nestjs.cache.operation.name': 'set',
      'nestjs.cache.key': 'user:?',
    });
  });

  it('takes a value that is false, 0, null or empty for a hit, and one that has expired for a miss', async () => {
    const keyv = new Keyv();
    const values = [false, 0, null, ''];
    for (const value of values) await keyv.set(`key ${String(value)}`, value);
    await keyv.set('old', 1, 1);
    await new Promise((resolve) => setTimeout(resolve, 10));
    await application.work(async () => {
      for (const value of values) expect(await keyv.get(`key ${String(value)}`)).toBe(value);
      expect(await keyv.get('old')).toBeUndefined();
      await keyv.getMany(['key 0', 'old', 'gone']);
    });
    expect([await count('hits', 'get'), await count('misses', 'get')]).toEqual([4, 1]);
    expect([await count('hits', 'mget'), await count('misses', 'mget')]).toEqual([1, 2]);
  });

  it('observes both copies of the package, and leaves them as they were', async () => {
    expect(Required).not.toBe(Keyv);
    const keyv = new Required();
    await application.work(() => keyv.get('a'));
    expect(await application.below()).toEqual(['cache get']);
    expect([Keyv.prototype.get.name, Keyv.prototype.get.length]).toEqual([original.name, original.length]);
    await application.close();
    expect([Keyv.prototype.get, Required.prototype.get]).toEqual([original, originalRequired]);
  });

  it('reports the error of a store as it is', async () => {
    const error = new Error('store');
    const store = new Map<string, unknown>();
    store.get = () => {
      throw error;
    };
    const keyv = new Keyv({ store, throwOnErrors: true });
    await expect(application.work(() => keyv.get('a'))).rejects.toBe(error);
    expect((await application.children())[0]?.status.message).toBe('store');
  });

  it('iterates as before', async () => {
    const keyv = new Keyv();
    await keyv.set('a', 1);
    const found: unknown[] = [];
    for await (const entry of keyv.iterator?.(undefined) ?? []) found.push(entry);
    expect(found).toHaveLength(1);
  });
});

describeWithServer('Redis', 6379, 'Keyv over Redis', () => {
  it('has its commands below its calls, each counted under its own type', async () => {
    const application = await startCaching();
    const keyv = new Keyv(new KeyvRedis('redis://localhost:6379'), { namespace: `keyv-spec-${process.pid}` });
    await application.work(async () => {
      await keyv.set('a', 1);
      await keyv.get('a');
      await keyv.delete('a');
    });
    await keyv.disconnect();
    const spans = await application.spans();
    const get = spans.find(({ name }) => name === 'cache get');
    const command = spans.find(({ name }) => name === 'GET');
    expect(command?.parentSpanContext?.spanId).toBe(get?.spanContext().spanId);
    const hits = (type: string) => application.series(`cache_hits_total{cache_type="${type}",operation="get"}`);
    expect([await hits('keyv'), await hits('redis')]).toEqual([1, 1]);
    await application.close();
  });
});
