import { ClientProxyFactory, type ClientProxy } from '@nestjs/microservices';
import { context as contextApi, createContextKey, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Observable } from 'rxjs';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { Handlers, named } from './handlers.js';
import { tcp } from './transports.js';

const CALLER = createContextKey('caller');

describe('who subscribes to what a client sends', () => {
  let observed: ObservedApplication;
  let client: ClientProxy;

  beforeAll(async () => {
    const options = await tcp();
    observed = await startObserved('fastify', { controllers: [Handlers] }, {}, (app) => {
      app.connectMicroservice(options.server);
    });
    await observed.app.startAllMicroservices();
    client = ClientProxyFactory.create(options.client);
    await client.connect();
  });
  afterAll(async () => {
    await client.close();
    await observed.close();
  });

  /** In which context each callback runs, and which span is the current one there. */
  async function callbacksOf(make: () => Observable<unknown>): Promise<unknown[]> {
    const seen: unknown[] = [];
    const note = (callback: string) =>
      seen.push([callback, contextApi.active().getValue(CALLER), trace.getSpan(contextApi.active())]);
    await contextApi.with(
      ROOT_CONTEXT.setValue(CALLER, 'mine'),
      async () =>
        new Promise<void>((resolve) => {
          const end = (callback: string) => () => {
            note(callback);
            resolve();
          };
          make().subscribe({ next: () => note('next'), error: end('error'), complete: end('complete') });
        }),
    );
    return seen;
  }

  const MINE = ['next', 'complete'].map((callback) => [callback, 'mine', undefined]);

  it('gets replies in its own context', async () => {
    expect(await callbacksOf(() => client.send(named('sum'), [1]))).toEqual(MINE);
  });

  it('learns of an event’s dispatch in its own context', async () => {
    expect(await callbacksOf(() => client.emit(named('happened'), ''))).toEqual(MINE);
  });

  it('learns of an error in its own context', async () => {
    expect(await callbacksOf(() => client.send(named('fail'), ''))).toEqual([['error', 'mine', undefined]]);
    expect(await callbacksOf(() => client.emit(null, ''))).toEqual([['error', 'mine', undefined]]);
  });
});
