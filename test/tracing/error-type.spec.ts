import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';

import { Span, TelemetryModule, TraceConsume, TraceOperation, TracePublish, Tracing } from 'nestjs-telemetry';
import { replyResult } from '../../lib/conventions/messaging/messaging-operation.js';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

class OrderRefused extends Error {
  override name = 'OrderRefused';
}
const message = { system: 'rabbitmq', destination: 'orders' };

@Injectable()
class Calls {
  constructor(private readonly tracing: Tracing) {}
  run(): unknown {
    return this.tracing.run('work', () => this.fail());
  }
  async later(): Promise<unknown> {
    return this.tracing.run('work', async () => this.fail());
  }
  @Span()
  span(): void {
    this.fail();
  }
  @TracePublish(message)
  publish(): void {
    this.fail();
  }
  @TraceConsume(message)
  consume(): void {
    this.fail();
  }
  @TraceOperation('order')
  operation(): void {
    this.fail();
  }
  private fail(): never {
    throw new OrderRefused('no');
  }
}

describe('error.type', () => {
  it.each(['run', 'later', 'span', 'publish', 'consume', 'operation'] as const)(
    'of a failed call of %s is the class of the error',
    async (method) => {
      const exporter = new ExaminedSpanExporter();
      const module = await Test.createTestingModule({
        imports: [TelemetryModule.forRoot({ tracing: { exporter } })],
        providers: [Calls],
      }).compile();
      try {
        await module.init();
        await Promise.resolve()
          .then(() => module.get(Calls)[method]())
          .catch(() => undefined);
        await module.get(Tracing).flush();
        expect(exporter.getFinishedSpans().map(({ attributes }) => attributes['error.type'])).toEqual(['OrderRefused']);
      } finally {
        await module.close();
      }
    },
  );

  it.each<[string, unknown, string]>([
    ['an object', { status: 'error', message: 'no' }, 'RpcException'],
    ['a text', 'no', 'RpcException'],
    ['an object with a code', { code: 'NO_STOCK' }, 'NO_STOCK'],
    ['an error', new OrderRefused('no'), 'OrderRefused'],
  ])('of a message that is answered by %s', (_what, error, type) => {
    expect(replyResult(error).facts).toEqual({ 'error.type': type });
  });
});
