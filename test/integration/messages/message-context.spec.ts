import { Controller, Get } from '@nestjs/common';
import { Client, type ClientProxy, MessagePattern } from '@nestjs/microservices';
import { Logger } from 'nestjs-telemetry';
import { SpanKind } from '@opentelemetry/api';
import type { Observable } from 'rxjs';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { tcp } from './transports.js';

it.each(ADAPTERS)('a message takes along who asked, on whose behalf, and what was assigned; on %s', async (adapter) => {
  const options = await tcp();

  @Controller()
  class Orders {
    @Client(options.client)
    readonly stock!: ClientProxy;

    constructor(private readonly logger: Logger) {}

    @Get('order')
    order(): Observable<unknown> {
      this.logger.assign({ tenant: 'acme', cart: { not: 'text' }, internal: 'stays here' });
      return this.stock.send('reserve', {});
    }

    @MessagePattern('reserve')
    reserve(): boolean {
      this.logger.info('Reserved');
      return true;
    }
  }

  const observed = await startObserved(
    adapter,
    { controllers: [Orders] },
    { tracing: { baggageKeys: ['tenant', 'region', 'cart'] } },
    (app) => {
      app.connectMicroservice(options.server);
    },
  );
  await observed.app.startAllMicroservices();
  const headers = { 'x-request-id': 'request-7', baggage: 'region=north,tenant=of-the-caller,secret=hidden' };
  expect(await (await fetch(`${observed.url}/order`, { headers })).text()).toBe('true');
  await observed.serverSpans(1);

  const spans = await observed.spans();
  const handled = spans.find(({ kind }) => kind === SpanKind.CONSUMER);
  const sent = spans.find(({ kind }) => kind === SpanKind.PRODUCER);
  expect(handled?.parentSpanContext?.spanId).toBe(sent?.spanContext().spanId);
  expect(handled?.attributes).toMatchObject({ tenant: 'acme', region: 'north' });
  expect(handled?.attributes).not.toHaveProperty('secret');
  const line = observed.lines().find(({ message }) => message === 'Reserved');
  expect(line).toMatchObject({ request_id: 'request-7', fields: { tenant: 'acme', region: 'north' } });
  expect(Object.keys(line?.fields ?? {}).toSorted()).toEqual(['region', 'tenant']);
  await observed.close();
});
