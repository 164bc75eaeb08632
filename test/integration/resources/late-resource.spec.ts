import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { TelemetryModule } from 'nestjs-telemetry';
import { until } from '../../until.js';

interface Attribute {
  readonly key: string;
  readonly value: unknown;
}
type Requests = Readonly<
  Record<string, readonly { readonly resource: { readonly attributes: readonly Attribute[] } }[]>
>;

@Controller()
class ShopController {
  @Get('orders')
  orders(): string {
    return 'ok';
  }
}

/** The resources that arrive, by signal. */
const arrived: Record<string, Record<string, unknown>[]> = { traces: [], metrics: [], logs: [] };

function receive(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const requests = Object.values(JSON.parse(Buffer.concat(chunks).toString()) as Requests).flat();
    const signal = request.url?.replace('/v1/', '') ?? '';
    for (const { resource } of requests) {
      arrived[signal]?.push(Object.fromEntries(resource.attributes.map(({ key, value }) => [key, value])));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
}

it('spans, metrics and lines wait for the resource and have the same one, and the start does not wait', async () => {
  const server = createServer(receive);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const region = Promise.withResolvers<string>();
  const protocol = 'http/json' as const;

  @Module({
    imports: [
      TelemetryModule.forRoot({
        service: {
          name: 'shop',
          detectors: ['host', 'process', { detect: () => ({ attributes: { 'cloud.region': region.promise } }) }],
        },
        tracing: { exporter: { type: 'otlp', endpoint, protocol }, batch: { maxExportBatchSize: 1 } },
        metrics: { otlp: { endpoint, protocol, intervalMs: 20 } },
        logging: { output: 'none', otlp: { endpoint, protocol, maxExportBatchSize: 1 } },
      }),
    ],
    controllers: [ShopController],
  })
  class ShopModule {}

  const app = await NestFactory.create(ShopModule, new FastifyAdapter());
  await app.listen(0, '127.0.0.1');
  expect((await fetch(`${await app.getUrl()}/orders`)).status).toBe(200);
  expect(Object.values(arrived).flat()).toEqual([]);
  region.resolve('eu-west-1');
  await until(() => Object.values(arrived).every(({ length }) => length > 0));
  await app.close();
  server.closeAllConnections();
  server.close();
  const all = Object.values(arrived).flat();
  expect(all[0]).toMatchObject({
    'service.name': { stringValue: 'shop' },
    'cloud.region': { stringValue: 'eu-west-1' },
    'process.pid': { intValue: expect.anything() },
    'host.name': { stringValue: expect.any(String) },
  });
  // The encoder of spans writes integers as numbers.
  const asText = (resource: Record<string, unknown>) =>
    JSON.stringify(resource).replaceAll(/"intValue":"?(\d+)"?/g, '"intValue":$1');
  const keys = (resource: Record<string, unknown>) =>
    asText(Object.fromEntries(Object.entries(resource).toSorted(([one], [other]) => (one < other ? -1 : 1))));
  expect(new Set(all.map(keys)).size).toBe(1);
});
