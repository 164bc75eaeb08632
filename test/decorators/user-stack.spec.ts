import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Span, TelemetryModule, Traceable } from 'nestjs-telemetry';

@Injectable()
@Traceable()
class Inner {
  fail(): never {
    throw new Error('no');
  }
  async failLater(): Promise<never> {
    await Promise.resolve();
    throw new Error('no');
  }
}

@Injectable()
class Outer {
  constructor(private readonly inner: Inner) {}
  @Span()
  fail(): never {
    return this.inner.fail();
  }
  @Span()
  async failLater(): Promise<never> {
    return await this.inner.failLater();
  }
}

@Injectable()
class Controller {
  constructor(private readonly outer: Outer) {}
  handle(): never {
    return this.outer.fail();
  }
  async handleLater(): Promise<never> {
    return await this.outer.failLater();
  }
}

it.each(['handle', 'handleLater'] as const)('below two decorators the caller is in the stack of %s', async (method) => {
  const module = await Test.createTestingModule({
    imports: [TelemetryModule.forRoot({ logging: { destination: { write: () => true } } })],
    providers: [Inner, Outer, Controller],
  }).compile();
  try {
    await module.init();
    const error: Error = await Promise.resolve()
      .then(() => module.get(Controller)[method]())
      .catch((thrown: Error) => thrown);
    const frames = String(error.stack).split('\n').slice(1);
    // The two methods and their caller: source maps give them other names.
    const ours = frames.flatMap((frame, at) => (frame.includes('user-stack.spec') ? [at] : []));
    expect(ours[2]).toBeLessThanOrEqual(6);
    expect(frames.filter((frame) => frame.includes('async_local_storage'))).toEqual([]);
  } finally {
    await module.close();
  }
});
