import 'reflect-metadata';
import { Injectable, Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import Bull from 'bull';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { createPool } from 'mysql2/promise';
import { Logger, TelemetryModule, type TelemetryOptions, Tracing } from 'nestjs-telemetry';
import { Client, Pool } from 'pg';
import postgres from 'postgres';
import { createClient } from 'redis';

// An application that is connected to everything and has nothing to do. Its queues poll often, its pools close idle connections.
const { name, options } = JSON.parse(process.argv[2] ?? '') as { name: string; options: TelemetryOptions };
const HOST = '127.0.0.1';
const REDIS = { host: HOST, port: 6379, maxRetriesPerRequest: null };
const PG = { host: HOST, user: 'postgres', database: 'test' };
const IDLE_MS = 300;

@Injectable()
class BullMqQueue implements OnModuleInit, OnModuleDestroy {
  private readonly queue = new Queue(name, { connection: REDIS });
  private readonly events = new QueueEvents(name, { connection: REDIS, blockingTimeout: 500 });
  private readonly worker = new Worker(name, async () => undefined, {
    connection: REDIS,
    drainDelay: 1,
    stalledInterval: 500,
    limiter: { max: 10, duration: 100 },
  });

  async onModuleInit(): Promise<void> {
    await Promise.all([this.queue.waitUntilReady(), this.events.waitUntilReady(), this.worker.waitUntilReady()]);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.worker.close(), this.events.close(), this.queue.close()]);
  }
}

@Injectable()
class BullQueue implements OnModuleInit, OnModuleDestroy {
  private readonly queue = new Bull(name, {
    redis: { host: HOST, port: 6379 },
    settings: { drainDelay: 1, stalledInterval: 500, guardInterval: 500 },
  });

  async onModuleInit(): Promise<void> {
    void this.queue.process(async () => undefined);
    await this.queue.isReady();
  }

  async onModuleDestroy(): Promise<void> {
    await this.queue.close();
  }
}

@Injectable()
class Subscribers implements OnModuleInit, OnModuleDestroy {
  private readonly one = new Redis(REDIS);
  private readonly other = createClient({ url: `redis://${HOST}:6379`, pingInterval: IDLE_MS });
  private readonly third = new Client(PG);

  async onModuleInit(): Promise<void> {
    await this.one.subscribe(name);
    await this.other.connect();
    await this.other.subscribe(name, () => undefined);
    await this.third.connect();
    await this.third.query(`LISTEN "${name}"`);
  }

  async onModuleDestroy(): Promise<void> {
    await this.one.quit();
    await this.other.close();
    await this.third.end();
  }
}

@Injectable()
class Pools implements OnModuleInit, OnModuleDestroy {
  private readonly pg = new Pool({ ...PG, idleTimeoutMillis: IDLE_MS });
  private readonly mysql2 = createPool({
    host: HOST,
    user: 'root',
    database: 'test',
    maxIdle: 0,
    idleTimeout: IDLE_MS,
  });
  private readonly postgres = postgres({ ...PG, idle_timeout: 1, onnotice: () => undefined });
  private timer: NodeJS.Timeout | undefined;
  private opened = Promise.resolve();

  onModuleInit(): void {
    this.pg.on('connect', (client) => void client.query("SET application_name = 'idle'"));
    this.mysql2.pool.on('connection', (connection) => void connection.query('SET SESSION wait_timeout = 60'));
    this.timer = setInterval(() => (this.opened = this.opened.then(() => this.open())), IDLE_MS * 2);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.opened;
    await Promise.all([this.pg.end(), this.mysql2.end(), this.postgres.end()]);
  }

  /** As pools do that keep some connections open. */
  private async open(): Promise<void> {
    (await this.pg.connect()).release();
    (await this.mysql2.getConnection()).release();
    (await this.postgres.reserve()).release();
  }
}

@Module({
  imports: [
    TelemetryModule.forRoot({
      ...options,
      database: { drivers: { pg: true, mysql2: true, postgres: true } },
      cache: { drivers: { ioredis: true, redis: true } },
    }),
  ],
  providers: [BullMqQueue, BullQueue, Subscribers, Pools],
})
class IdleModule {}

const app = await NestFactory.create(IdleModule, { bufferLogs: true });
app.useLogger(app.get(Logger));
app.enableShutdownHooks();
await app.listen(0, HOST);
// Shows that spans arrive.
app.get(Tracing).run('started', () => undefined);
process.send?.(await app.getUrl());
