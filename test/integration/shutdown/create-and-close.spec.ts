import { channel } from 'node:diagnostics_channel';
import type { EventEmitter } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';
import { type Adapter, ADAPTERS } from '../observed-application.js';
import { turns } from '../../until.js';

const CYCLES = 20;

async function create(adapter: Adapter): Promise<INestApplication> {
  const telemetry = TelemetryModule.forRoot({
    service: { name: 'cycle' },
    logging: { destination: { write: () => undefined }, otlp: { endpoint: 'http://127.0.0.1:9' } },
    tracing: { exporter: { report: () => undefined, close: () => undefined } },
  });
  const testing = await Test.createTestingModule({ imports: [telemetry] })

    .compile();
  const app = testing.createNestApplication(adapter === 'express' ? new ExpressAdapter() : new FastifyAdapter());
  app.enableShutdownHooks();
  await app.listen(0, '127.0.0.1');
  return app;
}

/** One life of an application, with some work; what is returned keeps nothing of it alive. */
async function live(adapter: Adapter): Promise<WeakRef<object>> {
  const app = await create(adapter);
  await (await fetch(`${await app.getUrl()}/metrics`)).text();
  const tracing = app.get(Tracing);
  await tracing.run('work', async () => void (await (await fetch(`${await app.getUrl()}/none`)).text()));
  await app.close();
  return new WeakRef(tracing);
}

const CHANNELS = ['http.client.request.created', 'undici:request:create', 'undici:request:error'];

/** All that the process holds for applications. */
function held(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [name, emitter] of Object.entries({ process, out: process.stdout, err: process.stderr })) {
    for (const event of (emitter as EventEmitter).eventNames()) {
      counts[`${name} ${String(event)}`] = (emitter as EventEmitter).listenerCount(event);
    }
  }
  for (const name of CHANNELS) {
    counts[name] = (channel(name) as unknown as { _subscribers?: readonly unknown[] })._subscribers?.length ?? 0;
  }
  // Sockets are left out: those of fetch stay open for some seconds.
  for (const resource of process.getActiveResourcesInfo()) {
    if (resource === 'Timeout' || resource === 'Immediate' || resource.startsWith('FS')) {
      counts[resource] = (counts[resource] ?? 0) + 1;
    }
  }
  return counts;
}

it.each(ADAPTERS)(
  'applications on %s that are created and closed leave nothing behind',
  async (adapter) => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    await live(adapter);
    const before = held();
    const lives: WeakRef<object>[] = [];
    for (let cycle = 0; cycle < CYCLES; cycle++) lives.push(await live(adapter));
    await turns();
    expect(held()).toEqual(before);
    collect();
    // Node and fetch may hold the context of the last one.
    expect(lives.filter((life) => life.deref() !== undefined).length).toBeLessThanOrEqual(2);
  },
  120_000,
);
