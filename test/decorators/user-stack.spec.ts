import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import {
  Counted,
  Span,
  TelemetryModule,
  Timed,
  Traceable,
  TraceCache,
  TraceConsume,
  TraceOperation,
  TracePublish,
  TraceQuery,
} from 'nestjs-telemetry';

const MESSAGE = { system: 'kafka', destination: 'orders', headers: () => ({}) };
const DECORATORS: Readonly<Record<string, MethodDecorator>> = {
  Span: Span(),
  'Span with attributes': Span('named', { attributes: () => ({ a: 1 }), expected: [RangeError] }),
  TraceOperation: TraceOperation('place order'),
  'TraceOperation per call': TraceOperation('place order', () => ({ attributes: { a: 1 } })),
  TraceQuery: TraceQuery({ system: 'postgresql', text: 'SELECT 1 FROM orders' }),
  TraceCache: TraceCache({ system: 'memory', operation: 'get', key: 'a' }),
  TracePublish: TracePublish(MESSAGE),
  TraceConsume: TraceConsume(MESSAGE),
  Counted: Counted(),
  Timed: Timed(),
  // Decorates the class: see below.
  Traceable: () => undefined,
};
const NAMES = Object.keys(DECORATORS);

function decorated<T extends new (...args: never[]) => object>(name: string, type: T): T {
  const prototype = type.prototype as object;
  for (const key of ['fail', 'failLater']) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key) as PropertyDescriptor;
    DECORATORS[name]?.(prototype, key, descriptor);
    Object.defineProperty(prototype, key, descriptor);
  }
  if (name === 'Traceable') Traceable()(type);
  return type;
}

/** An outer service calls an inner one, and a controller calls the outer one. */
function application(outer: string, inner: string) {
  class Inner {
    fail(): never {
      throw new Error('no');
    }
    async failLater(): Promise<never> {
      await Promise.resolve();
      throw new Error('no');
    }
  }
  class Outer {
    private readonly inner = new (decorated(inner, Inner))();
    fail(): never {
      return this.inner.fail();
    }
    async failLater(): Promise<never> {
      return await this.inner.failLater();
    }
  }
  const Decorated = decorated(outer, Outer);
  @Injectable()
  class Controller {
    private readonly outer = new Decorated();
    handle(): never {
      return this.outer.fail();
    }
    async handleLater(): Promise<never> {
      return await this.outer.failLater();
    }
  }
  return Controller;
}

const PAIRS = NAMES.flatMap((outer) => NAMES.map((inner) => [outer, inner] as const));

it.each(PAIRS)('below @%s and @%s the controller is in the stack', async (outer, inner) => {
  const Controller = application(outer, inner);
  const module = await Test.createTestingModule({
    imports: [
      TelemetryModule.forRoot({ tracing: { exporter: 'none' }, logging: { destination: { write: () => true } } }),
    ],
    providers: [Controller],
  }).compile();
  try {
    await module.init();
    for (const method of ['handle', 'handleLater'] as const) {
      const error: Error = await Promise.resolve()
        .then(() => module.get(Controller)[method]())
        .catch((thrown: Error) => thrown);
      const frames = String(error.stack).split('\n').slice(1);
      const shown = { method, error: error.message, frames };
      // The two methods and their caller: source maps give them other names.
      const ours = frames.flatMap((frame, at) => (frame.includes('user-stack.spec') ? [at] : []));
      // At most two frames of each decorator are above the controller.
      expect({ ...shown, withinLimit: (ours[2] ?? 10) <= 6 }).toEqual({ ...shown, error: 'no', withinLimit: true });
      expect(frames.filter((frame) => frame.includes('async_local_storage'))).toEqual([]);
    }
  } finally {
    await module.close();
  }
});
