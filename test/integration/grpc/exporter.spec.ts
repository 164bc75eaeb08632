import { Controller, Get } from '@nestjs/common';
import { Tracing } from 'nestjs-telemetry';
import { startObserved } from '../observed-application.js';
import { OtlpGrpcReceiver } from '../otlp/otlp-grpc-receiver.js';

@Controller()
class HomeController {
  @Get()
  home(): string {
    return 'home';
  }
}

describe('spans that are sent over gRPC', () => {
  it('are not made more by being sent, nor by being received in the same process', async () => {
    const receiver = await OtlpGrpcReceiver.start();
    const observed = await startObserved(
      'fastify',
      { controllers: [HomeController] },
      { tracing: { exporter: { type: 'otlp', protocol: 'grpc', endpoint: receiver.endpoint } } },
    );
    await fetch(observed.url);
    await observed.app.get(Tracing).flush();
    await fetch(observed.url);
    await observed.app.get(Tracing).flush();
    const counted = await observed.seriesNames();
    await observed.close();
    receiver.close();
    expect(receiver.metadata.length).toBeGreaterThanOrEqual(2);
    expect(receiver.spans.map(({ name }) => name)).toEqual(['GET /', 'GET /']);
    expect(receiver.metadata.flatMap((metadata) => metadata.get('traceparent'))).toEqual([]);
    expect(counted.filter((name) => name.startsWith('grpc_'))).toEqual([]);
  });
});
