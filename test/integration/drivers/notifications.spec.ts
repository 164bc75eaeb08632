import { once } from 'node:events';
import { context, trace } from '@opentelemetry/api';
import { Redis } from 'ioredis';
import { Tracing } from 'nestjs-telemetry';
import { Client } from 'pg';
import { createClient } from 'redis';
import { until } from '../../until.js';
import { insistOnDrivers, type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';

insistOnDrivers({ database: { drivers: { pg: true } }, cache: { drivers: { ioredis: true, redis: true } } });

const CHANNEL = `notifications_${process.pid}`;
const PG = { host: '127.0.0.1', user: 'postgres', database: 'test' };

/** A subscriber that is opened in one unit of work and hears in none. */
interface Subscriber {
  /** Opens it. `hear` is called for each message, and may ask something of `ask`. */
  open(hear: () => void): Promise<void>;
  ask(): Promise<unknown>;
  close(): Promise<unknown>;
}

function pg(): Subscriber {
  const client = new Client(PG);
  return {
    open: async (hear) => {
      await client.connect();
      client.on('notification', hear);
      await client.query(`LISTEN ${CHANNEL}`);
    },
    ask: () => client.query('SELECT 1'),
    close: () => client.end(),
  };
}

function pgWithCallback(): Subscriber {
  const client = new Client(PG);
  return {
    ...pg(),
    open: async (hear) => {
      await new Promise<void>((resolve) => client.connect(() => resolve()));
      await new Promise<void>((resolve) => client.on('notification', hear).query(`LISTEN ${CHANNEL}`, () => resolve()));
    },
    ask: () => client.query('SELECT 1'),
    close: () => client.end(),
  };
}

function ioredis(): Subscriber {
  const other = new Redis();
  const client = new Redis({ lazyConnect: true });
  return {
    open: async (hear) => {
      client.on('message', hear);
      await client.subscribe(CHANNEL);
    },
    ask: () => other.get('nothing'),
    close: () => Promise.all([client.quit(), other.quit()]),
  };
}

function redis(): Subscriber {
  const client = createClient();
  const other = createClient();
  return {
    open: async (hear) => {
      await Promise.all([client.connect(), other.connect()]);
      await client.subscribe(CHANNEL, hear);
    },
    ask: () => other.get('nothing'),
    close: () => Promise.all([client.close(), other.close()]),
  };
}

async function notify(): Promise<void> {
  const client = new Client(PG);
  await client.connect();
  await client.query(`NOTIFY ${CHANNEL}`);
  await client.end();
}

async function publish(): Promise<void> {
  const client = new Redis();
  await once(client, 'ready');
  await client.publish(CHANNEL, 'message');
  await client.quit();
}

const SUBSCRIBERS = [
  ['pg', 'PostgreSQL', 5432, pg, notify],
  ['pg with callbacks', 'PostgreSQL', 5432, pgWithCallback, notify],
  ['ioredis', 'Redis', 6379, ioredis, publish],
  ['redis', 'Redis', 6379, redis, publish],
] as const;

for (const [title, server, port, make, send] of SUBSCRIBERS) {
  describeWithServer(server, port, `a subscriber of ${title} that a request opens`, () => {
    let observed: ObservedApplication;
    beforeEach(async () => (observed = await startObserved('express', {})));
    afterEach(() => observed.close());

    it('hears outside the request, and asks below traces that are not the request’s', async () => {
      const active = () => trace.getSpan(context.active())?.spanContext().traceId;
      const heard: (string | undefined)[] = [];
      const answers: Promise<unknown>[] = [];
      const subscriber = make();
      const opened = await observed.app.get(Tracing).run('request', async () => {
        const before = active();
        await subscriber.open(() => {
          heard.push(active());
          answers.push(subscriber.ask());
        });
        // The caller goes on in its own context.
        expect(active()).toBe(before);
        return before;
      });
      await send();
      await until(() => heard.length === 1);
      await Promise.all(answers);
      await subscriber.close();
      expect(heard).toEqual([undefined]);
      const asked = (await observed.spans()).filter(({ name }) => name === 'SELECT' || name === 'GET');
      expect(asked).toHaveLength(1);
      expect(asked.map((span) => span.spanContext().traceId === opened)).toEqual([false]);
      expect(asked[0]?.parentSpanContext).toBeUndefined();
    });
  });
}
