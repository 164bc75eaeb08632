import { once } from 'node:events';
import { SpanStatusCode } from '@opentelemetry/api';
import { Redis } from 'ioredis';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { type CacheApplication, startCaching } from './cache-application.js';

insistOnDrivers({ cache: { drivers: { ioredis: true } } });

const PREFIX = `ioredis-closing-spec-${process.pid}:`;

describeWithServer('Redis', 6379, 'ioredis clients that close', () => {
  let application: CacheApplication;
  let redis: Redis;

  beforeEach(async () => {
    application = await startCaching();
    redis = new Redis({ keyPrefix: PREFIX });
    await once(redis, 'ready');
  });

  afterEach(async () => {
    redis.disconnect();
    await application.close();
  });

  it.each(['disconnect', 'quit'] as const)('says of commands that %s() gives up that nothing is wrong', async (how) => {
    const closing = new Redis({ keyPrefix: PREFIX, lazyConnect: true });
    await closing.connect();
    const popped = application.work(() => closing.blpop('nothing', 0)).catch((error: unknown) => error);
    const after = application.work(() => closing.get('a')).catch((error: unknown) => error);
    if (how === 'quit') void closing.quit().catch(() => undefined);
    closing.disconnect();
    expect(await popped).toMatchObject({ message: 'Connection is closed.' });
    await after;
    const spans = await application.children();
    expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['BLPOP', 'GET']));
    for (const { status, attributes } of spans) {
      expect([status.code, attributes['nestjs.call.given_up']]).toEqual([SpanStatusCode.UNSET, true]);
    }
    expect(application.lines().filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('makes nothing of what an idle queue sends, and of its end', async () => {
    const worker = new Redis({ keyPrefix: PREFIX });
    await once(worker, 'ready');
    const waiting = worker.brpoplpush('wait', 'active', 0).catch((error: unknown) => error);
    await redis.eval('return 1', 0);
    await redis.xread('COUNT', 1, 'STREAMS', 'jobs', '0');
    worker.disconnect();
    expect(await waiting).toMatchObject({ message: 'Connection is closed.' });
    expect(await application.spans()).toEqual([]);
    expect(await application.work(() => redis.eval('return 1', 0))).toBe(1);
    expect(await application.below()).toEqual(['EVAL']);
  });
});
