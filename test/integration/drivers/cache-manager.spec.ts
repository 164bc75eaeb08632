import KeyvRedis from '@keyv/redis';
import { type Cache, CACHE_MANAGER, CacheInterceptor, CacheModule } from '@nestjs/cache-manager';
import { Controller, Get, Module, UseInterceptors } from '@nestjs/common';
import { Keyv } from 'keyv';
import { until } from '../../until.js';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { type CacheApplication, startCaching } from './cache-application.js';

@Module({ imports: [CacheModule.register({ isGlobal: true })] })
class MemoryModule {}

describe('cache-manager', () => {
  let application: CacheApplication;
  let cache: Cache;

  beforeEach(async () => {
    application = await startCaching({ cache: { keys: 'template' } }, [MemoryModule]);
    cache = application.app.get<Cache>(CACHE_MANAGER);
  });

  afterEach(() => application.close());

  const count = (metric: string, operation: string) =>
    application.series(`cache_${metric}_total{cache_type="cache-manager",operation="${operation}"}`);

  it('makes one span of each call, and none of its stores', async () => {
    await application.work(async () => {
      await cache.set('user:42', 1);
      await cache.get('user:42');
      await cache.mset([{ key: 'a', value: 1 }]);
      await cache.mget(['a', 'gone']);
      await cache.del('a');
      await cache.clear();
    });
    expect(await application.below()).toEqual(
      ['set', 'get', 'mset', 'mget', 'delete', 'clear'].map((operation) => `cache ${operation}`),
    );
    expect((await application.children())[0]?.attributes['nestjs.cache.key']).toBe('user:?');
    expect([await count('hits', 'mget'), await count('misses', 'mget')]).toEqual([1, 1]);
    const names = await application.seriesNames();
    expect(names.filter((name) => name.includes('cache_type="keyv"'))).toEqual([]);
  });

  it('takes a value that is false, 0 or null for a hit', async () => {
    for (const value of [false, 0, null]) await cache.set(`key ${String(value)}`, value);
    await application.work(async () => {
      for (const value of [false, 0, null]) expect(await cache.get(`key ${String(value)}`)).toBe(value);
      expect(await cache.get('gone')).toBeUndefined();
    });
    expect([await count('hits', 'get'), await count('misses', 'get')]).toEqual([3, 1]);
  });

  it('computes once for those who wait, each a miss, and finds it afterwards', async () => {
    let computed = 0;
    const compute = async () => {
      computed++;
      await cache.get('another');
      return 'value';
    };
    await application.work(() => Promise.all([cache.wrap('a', compute), cache.wrap('a', compute)]));
    expect(await application.work(() => cache.wrap('a', compute))).toBe('value');
    expect(computed).toBe(1);
    expect([await count('hits', 'wrap'), await count('misses', 'wrap')]).toEqual([1, 2]);
    expect(await count('misses', 'get')).toBe(1);
  });

  it('takes a value that is computed anew in the background for a hit', async () => {
    await cache.wrap('a', () => 1, { ttl: 60_000 });
    const options = { ttl: 60_000, refreshThreshold: 120_000 };
    expect(await application.work(() => cache.wrap('a', () => 1, options))).toBe(1);
    expect(await count('hits', 'wrap')).toBe(1);
  });

  it('hands on what the function throws', async () => {
    const error = new Error('no');
    const failed = application.work(() => cache.wrap('a', () => Promise.reject(error)));
    await expect(failed).rejects.toBe(error);
    await expect(application.work(() => cache.wrap('a', () => 1))).resolves.toBe(1);
    expect(await count('misses', 'wrap')).toBe(1);
  });

  it('is itself again once the application has closed', async () => {
    const { get } = cache;
    await application.close();
    expect(cache.get).not.toBe(get);
    expect(cache.get.name).toBe('get');
  });

  it('is left alone where it is switched off; its stores are seen then', async () => {
    const options = { cache: { drivers: { cacheManager: false } } };
    const other = await startCaching(options, [MemoryModule]);
    await other.work(() => other.app.get<Cache>(CACHE_MANAGER).get('a'));
    expect((await other.children())[0]?.attributes['nestjs.cache.system.name']).toBe('keyv');
    await other.close();
  });
});

@Controller()
@UseInterceptors(CacheInterceptor)
class WeatherController {
  @Get('weather')
  weather() {
    return { sky: 'clear' };
  }
}

describe.each(ADAPTERS)('CacheInterceptor on %s', (adapter) => {
  it('misses and stores, then hits, below the request', async () => {
    const observed = await startObserved(adapter, { imports: [MemoryModule], controllers: [WeatherController] });
    await fetch(`${observed.url}/weather`);
    await until(async () => (await observed.spans()).some(({ name }) => name === 'cache set'));
    expect(await (await fetch(`${observed.url}/weather`)).json()).toEqual({ sky: 'clear' });
    const servers = await observed.serverSpans(2);
    const spans = await observed.spans();
    const below = servers.map((server) =>
      spans.filter(({ parentSpanContext }) => parentSpanContext?.spanId === server.spanContext().spanId),
    );
    expect(
      below.map((children) => children.map(({ name, attributes }) => [name, attributes['nestjs.cache.hit']])),
    ).toEqual([
      [
        ['cache get', false],
        ['cache set', undefined],
      ],
      [['cache get', true]],
    ]);
    await observed.close();
  });
});

describeWithServer('Redis', 6379, 'cache-manager over Redis', () => {
  it('has one span of its own and those of the commands, each counted under its own type', async () => {
    const store = new Keyv(new KeyvRedis('redis://localhost:6379'), { namespace: `cache-manager-spec-${process.pid}` });
    @Module({ imports: [CacheModule.register({ isGlobal: true, stores: [new Keyv(), store] })] })
    class TwoStoresModule {}
    const application = await startCaching({}, [TwoStoresModule]);
    const cache = application.app.get<Cache>(CACHE_MANAGER);
    await application.work(async () => {
      await cache.get('a');
      await cache.set('a', 1);
      await cache.get('a');
      await cache.del('a');
    });
    expect((await application.spans()).map(({ name }) => name).toSorted()).toEqual(
      ['GET', 'SET', 'UNLINK', 'cache delete', 'cache get', 'cache get', 'cache set', 'work'].toSorted(),
    );
    const misses = (type: string) => application.series(`cache_misses_total{cache_type="${type}",operation="get"}`);
    expect([await misses('cache-manager'), await misses('redis'), await misses('keyv')]).toEqual([1, 1, undefined]);
    await application.close();
  });
});
