import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { answer } from '../processes/answer.js';
import type { AdapterName } from '../variant.js';

/** What the benchmark asks of a server, beside its route. None of it passes through HTTP. */
export interface ServerQuestions {
  /** Microseconds of CPU that all threads of the process have used. */
  cpu(): number;
  /** Sends every span that waits for export. */
  flush(): Promise<null>;
}

/** Serves `module` on the adapter named on the command line, and says when it listens. */
export async function serve(module: Type, flush: (app: INestApplication) => Promise<void>): Promise<void> {
  const app = await create(module, process.argv[2] as AdapterName);
  await app.listen(0, '127.0.0.1');
  answer<ServerQuestions>({
    cpu: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    flush: async () => {
      await flush(app);
      return null;
    },
  });
  process.send?.({ ready: (app.getHttpServer() as { address(): { port: number } }).address().port });
}

async function create(module: Type, adapter: AdapterName): Promise<INestApplication> {
  if (adapter === 'fastify') {
    const { FastifyAdapter } = await import('@nestjs/platform-fastify');
    return NestFactory.create(module, new FastifyAdapter(), { logger: false });
  }
  const { ExpressAdapter } = await import('@nestjs/platform-express');
  return NestFactory.create(module, new ExpressAdapter(), { logger: false });
}
