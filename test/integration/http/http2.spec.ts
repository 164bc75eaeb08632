import { type ClientHttp2Session, connect } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';

import { TelemetryModule, Tracing } from 'nestjs-telemetry';
import { until } from '../../until.js';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

let neverAnswered = 0;

@Controller('stars')
class StarsController {
  @Get(':id')
  one(@Param('id') id: string): string {
    return id === 'nova' ? 'bright'.repeat(10) : id;
  }

  @Get(':id/never')
  never(): Promise<never> {
    neverAnswered++;
    return new Promise(() => undefined);
  }
}

@Module({ controllers: [StarsController] })
class StarsModule {}

function get(session: ClientHttp2Session, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    const stream = session.request({ ':path': path });
    stream.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('end', () => resolve(bytes));
    stream.on('error', reject).end();
  });
}

it('HTTP/2: one span with status, size and route for each stream, also for one that is cut off', async () => {
  const exporter = new ExaminedSpanExporter();
  const testing = await Test.createTestingModule({
    imports: [TelemetryModule.forRoot({ tracing: { exporter }, logging: { level: 'silent' } }), StarsModule],
  }).compile();
  const app = testing.createNestApplication(new FastifyAdapter({ http2: true } as object));
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const session = connect(`http://127.0.0.1:${port}`);

  const sizes = await Promise.all(['/stars/nova', '/stars/sun'].map((path) => get(session, path)));
  const cut = session.request({ ':path': '/stars/sun/never' });
  cut.on('error', () => undefined);
  await until(() => neverAnswered === 1);
  cut.close(8);
  await until(async () => {
    await app.get(Tracing).flush();
    return exporter.getFinishedSpans().length === 3;
  });
  const spans = [...exporter.getFinishedSpans()];
  session.close();
  await app.close();

  expect(sizes).toEqual([60, 3]);
  expect(spans.map((span) => span.name)).toEqual(['GET /stars/:id', 'GET /stars/:id', 'GET /stars/:id/never']);
  expect(spans[0]?.attributes).toMatchObject({
    'http.response.status_code': 200,
    'http.response.body.size': 60,
    'network.protocol.version': '2',
    'server.address': '127.0.0.1',
    'server.port': port,
    'url.path': '/stars/nova',
  });
  expect(spans.map((span) => span.attributes['nestjs.http.request.aborted'])).toEqual([undefined, undefined, true]);
  expect(spans[2]?.attributes['http.response.status_code']).toBeUndefined();
});
