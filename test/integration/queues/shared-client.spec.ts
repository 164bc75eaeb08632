import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { type CacheApplication, startCaching } from '../drivers/cache-application.js';
import { insistOnDrivers } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';

insistOnDrivers({ cache: { drivers: { ioredis: true } } });

const NAME = `shared-client-${process.pid}`;

describeWithServer('Redis', 6379, 'a client that an application shares with its queue', () => {
  let application: CacheApplication;
  let redis: Redis;
  let queue: Queue;

  beforeEach(async () => {
    application = await startCaching();
    redis = new Redis({ maxRetriesPerRequest: null });
    queue = new Queue(NAME, { connection: redis });
    await queue.waitUntilReady();
  });

  afterEach(async () => {
    await queue.obliterate({ force: true });
    await queue.close();
    await redis.quit();
    await application.close();
  });

  it('shows what the application sends, and outside a unit of work nothing that the queue sends', async () => {
    await queue.setGlobalConcurrency(2);
    expect(await queue.getGlobalConcurrency()).toBe(2);
    await redis.hset(NAME, 'field', 1);
    await redis.del(NAME);
    const names = (await application.spans()).map(({ name }) => name);
    expect(names).toEqual(['HSET', 'DEL']);
  });

  it('shows what the queue sends inside a unit of work', async () => {
    await application.work(() => queue.getGlobalConcurrency());
    expect(await application.below()).toEqual(['HGET']);
  });
});
