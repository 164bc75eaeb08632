import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Module, type OnModuleDestroy, type OnModuleInit, type Type } from '@nestjs/common';
import { SpanStatusCode } from '@opentelemetry/api';
import Bull from 'bull';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { until } from '../../until.js';
import { insistOnDrivers, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';

insistOnDrivers({ cache: { drivers: { ioredis: true } } });

const PORT = 6379;
const NAME = `idle-queue-${process.pid}`;
/** Several rounds of each queue: both look for work at least once a second here. */
const IDLE_MS = 3_500;

abstract class Jobs {
  abstract readonly done: unknown[];
  abstract add(job: string): Promise<unknown>;
}

@Injectable()
class BullMqJobs implements Jobs, OnModuleInit, OnModuleDestroy {
  readonly done: unknown[] = [];
  private readonly connection = { host: '127.0.0.1', port: PORT, maxRetriesPerRequest: null };
  private readonly queue = new Queue(NAME, { connection: this.connection });
  private readonly events = new QueueEvents(NAME, { connection: this.connection, blockingTimeout: 500 });
  private readonly worker = new Worker(NAME, async ({ data }) => void this.done.push(data), {
    connection: this.connection,
    autorun: false,
    drainDelay: 1,
    stalledInterval: 800,
    concurrency: 2,
  });

  async onModuleInit(): Promise<void> {
    await this.worker.waitUntilReady();
    void this.worker.run();
  }

  add(job: string): Promise<unknown> {
    return this.queue.add('job', job, { removeOnComplete: true });
  }

  async onModuleDestroy(): Promise<void> {
    await this.worker.close();
    await this.events.close();
    await this.queue.obliterate({ force: true });
    await this.queue.close();
  }
}

@Injectable()
class BullJobs implements Jobs, OnModuleInit, OnModuleDestroy {
  readonly done: unknown[] = [];
  private readonly queue = new Bull<{ readonly job: string }>(NAME, {
    redis: { host: '127.0.0.1', port: PORT },
    settings: { drainDelay: 1, stalledInterval: 800, guardInterval: 800 },
  });

  onModuleInit(): void {
    void this.queue.process(2, async ({ data }) => void this.done.push(data));
  }

  add(job: string): Promise<unknown> {
    return this.queue.add({ job }, { removeOnComplete: true });
  }

  async onModuleDestroy(): Promise<void> {
    await this.queue.close();
  }
}

const QUEUES: Readonly<Record<string, Type<Jobs>>> = { BullMQ: BullMqJobs, Bull: BullJobs };

describeWithServer('Redis', PORT, 'an application with a queue', () => {
  describe.each(Object.entries(QUEUES))('of %s', (_title, queue) => {
    let observed: ObservedApplication;

    beforeEach(async () => {
      @Module({ providers: [{ provide: Jobs, useClass: queue }] })
      class JobsModule {}
      const options = { logging: { events: { cache: true } } } as const;
      observed = await startObserved('express', { imports: [JobsModule] }, options);
    });
    afterEach(() => observed.close());

    it('makes no span, line or sample while it is idle, and none that failed when it closes', async () => {
      const jobs = observed.app.get(Jobs);
      await jobs.add('one');
      await until(() => jobs.done.length === 1);
      await delay(500);
      await observed.reset();
      const samples = async () => {
        const names = (await observed.seriesNames()).filter((name) => /^(?:cache|db)_/.test(name));
        return Promise.all(names.map(async (name) => [name, await observed.series(name)]));
      };
      const before = await samples();
      await delay(IDLE_MS);
      expect((await observed.spans()).map(({ name }) => name)).toEqual([]);
      expect(observed.lines().map(({ message }) => message)).toEqual([]);
      expect(await samples()).toEqual(before);
      await observed.close();
      const failed = (await observed.spans()).filter(({ status }) => status.code === SpanStatusCode.ERROR);
      expect(failed).toEqual([]);
      expect(observed.lines().filter(({ level }) => level === 'error' || level === 'warn')).toEqual([]);
    }, 30_000);
  });
});
