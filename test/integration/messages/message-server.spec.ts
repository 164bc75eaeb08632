import { ClientProxyFactory } from '@nestjs/microservices';
import { SpanKind } from '@opentelemetry/api';
import { firstValueFrom } from 'rxjs';
import { turns, until } from '../../until.js';
import { startObserved } from '../observed-application.js';
import { Handlers, named } from './handlers.js';
import { tcp } from './transports.js';

describe('a server of messages', () => {
  it('counts a message that no handler matches, once, and not by its pattern', async () => {
    const { server, client: options } = await tcp();
    const observed = await startObserved('fastify', { controllers: [Handlers] }, {}, (app) => {
      app.connectMicroservice(server);
    });
    await observed.app.startAllMicroservices();
    const client = ClientProxyFactory.create(options);
    await expect(firstValueFrom(client.send('nobody-1', ''))).rejects.toBeDefined();
    await firstValueFrom(client.emit('nobody-2', ''), { defaultValue: undefined });
    const others = 'messages_total{system="tcp",destination="_OTHER",operation="process",result="error"}';
    await until(async () => (await observed.series(others)) === 2);
    await turns();
    expect(await observed.series(others)).toBe(2);
    expect(
      (await observed.seriesNames()).filter((name) => name.includes('process') && name.includes('nobody')),
    ).toEqual([]);
    await client.close();
    await observed.close();
  });

  it('begins a trace of its own for an event, linked to its sender, where that is wanted', async () => {
    const { server, client: options } = await tcp();
    const observed = await startObserved(
      'express',
      { controllers: [Handlers] },
      { messaging: { events: 'link' } },
      (app) => {
        app.connectMicroservice(server);
      },
    );
    await observed.app.startAllMicroservices();
    const client = ClientProxyFactory.create(options);
    await firstValueFrom(client.emit(named('happened'), ''), { defaultValue: undefined });
    await until(async () => (await observed.spans()).some(({ kind }) => kind === SpanKind.CONSUMER));
    const spans = await observed.spans();
    const sent = spans.find(({ kind }) => kind === SpanKind.PRODUCER);
    const handled = spans.find(({ kind }) => kind === SpanKind.CONSUMER);
    expect(handled?.parentSpanContext).toBeUndefined();
    expect(handled?.links.map(({ context }) => context.spanId)).toEqual([sent?.spanContext().spanId]);
    await client.close();
    await observed.close();
  });
});
