import { runInNewContext } from 'node:vm';
import { Server, ServerKafka } from '@nestjs/microservices';
import type { Context, TextMapGetter } from '@opentelemetry/api';
import { type Observable, of, Subject } from 'rxjs';
import { ensureContextManager } from '../../../lib/context/context-manager.js';
import type { ObservedApplication } from '../../../lib/instrumentation/instrumentation.js';
import { Library } from '../../../lib/instrumentation/internals/library.js';
import { MICROSERVICE_SERVERS_INTERNALS } from '../../../lib/instrumentation/microservice/microservice-servers.internals.js';
import { InstrumentationStates } from '../../../lib/instrumentation/states/instrumentation-states.js';
import { MessageDestinations } from '../../../lib/instrumentation/microservice/message-destinations.js';
import type { HookedServer } from '../../../lib/instrumentation/microservice/hooked-server.js';
import { MessageServer } from '../../../lib/instrumentation/microservice/message-server.js';
import { type Operation, type Outcome, Telemetry } from '../../../lib/observation/index.js';
import { turns } from '../../until.js';

class OwnServer extends Server {
  listen(): void {}
  close(): void {}
  on(): void {}
  unwrap<T>(): T {
    throw new Error('There is nothing.');
  }
}

let ended: Array<{ operation: Operation; outcome: Outcome }>;
let faults: string[];
/** The senders of messages, as far as their metadata have been read. */
let extracted: unknown[];
let application: ObservedApplication;

beforeAll(() => ensureContextManager());
beforeEach(() => {
  ended = [];
  faults = [];
  const observer = {
    name: 'noting',
    begin: () => ({ end: (operation: Operation, outcome: Outcome) => void ended.push({ operation, outcome }) }),
  };
  extracted = [];
  const propagator = {
    inject: () => undefined,
    extract: (context: Context, carrier: unknown, getter: TextMapGetter) => {
      extracted.push(getter.get(carrier, 'traceparent'));
      return context;
    },
    fields: () => [],
  };
  const report = (what: string, error?: unknown) => void faults.push(`${what}: ${String(error)}`);
  application = {
    telemetry: new Telemetry([observer], report, propagator),
    propagator,
    report,
    options: { messaging: { events: 'child', requestId: true } },
  } as unknown as ObservedApplication;
});

function attach(server: object, system = 'own', ignored: readonly string[] = []): void {
  const library = new Library(MICROSERVICE_SERVERS_INTERNALS, new InstrumentationStates(application.report));
  new MessageServer(server as HookedServer, system, application, new MessageDestinations(ignored), library).attach();
}
const destinations = () => ended.map(({ operation }) => operation.labels['messaging.destination.name']);

/** Nest 11 takes topics of Kafka by name only. */
const itMatchesPatterns = 'isPatternMatch' in ServerKafka.prototype ? it : it.skip;

describe('MessageServer', () => {
  it('names each handler of an application with very many', async () => {
    const server = new OwnServer();
    attach(server);
    const names = Array.from({ length: 300 }, (_, at) => `handler-${at}`);
    for (const name of names) server.addHandler(name, async () => of(1), true);
    for (const name of names) await server.handleEvent(name, { data: '' } as never, {} as never);
    expect(destinations()).toEqual(names);
  });

  itMatchesPatterns('observes a handler of Kafka’s whose pattern is an expression', async () => {
    const server = new ServerKafka({});
    attach(server, 'kafka');
    server.addHandler(/^orders\./ as never, async () => of(1), true);
    await server.handleEvent('orders.1', { data: '' } as never, {} as never);
    await server.handleEvent('orders.2', { data: '' } as never, {} as never);
    expect(faults).toEqual([]);
    expect(destinations()).toEqual(['/^orders\\./', '/^orders\\./']);
  });

  it('calls hooks that are set already, and hands back what they return', async () => {
    const server = new OwnServer();
    const calls: string[] = [];
    server.setOnProcessingStartHook(async (_transport, _context, done) => {
      calls.push('start');
      await done();
      calls.push('done');
      return 'theirs';
    });
    server.setOnProcessingEndHook(() => void calls.push('end'));
    attach(server);
    server.addHandler('p', async () => void calls.push('handler'), true);
    expect(await server.handleEvent('p', { data: '' } as never, {} as never)).toBe('theirs');
    expect(calls).toEqual(['start', 'handler', 'end', 'done']);
  });

  it('does not touch a strategy that has none of this', () => {
    const strategy = { listen: () => undefined, close: () => undefined, handleEvent: (...given: unknown[]) => given };
    const before = { ...strategy };
    attach(strategy);
    expect({ ...strategy }).toEqual(before);
    expect(strategy.handleEvent(1, 2, 3, 4)).toEqual([1, 2, 3, 4]);
  });

  it('keeps the metadata that a deserializer of another realm takes off', async () => {
    const deserialize = runInNewContext(
      'async ({ data }) => ({ data, metadata: { traceparent: "its own" } })',
    ) as never;
    class ReadingServer extends OwnServer {
      override deserializer = { deserialize } as never;
      async handleMessage(packet: object): Promise<unknown> {
        await (this.deserializer as { deserialize(packet: object): Promise<object> }).deserialize(packet);
        return this.getHandlerByPattern('p')?.(1);
      }
    }
    const server = new ReadingServer();
    attach(server, 'tcp');
    await server.handleMessage({ data: 1 });
    expect(extracted).toEqual(['its own']);
  });

  it('keeps the metadata that a deserializer takes off, for a context that does not have them', async () => {
    class Unpacking {
      #taken = 0;
      async deserialize(packet: object): Promise<object> {
        this.#taken++;
        return { ...packet, metadata: undefined, id: String(this.#taken) };
      }
    }
    const deserializer = new Unpacking();
    class ReadingServer extends OwnServer {
      override deserializer = deserializer as never;
      async handleMessage(packet: object): Promise<unknown> {
        const { data } = (await (this.deserializer as Unpacking).deserialize(packet)) as { data: unknown };
        const handler = this.getHandlerByPattern('p');
        return handler?.(data);
      }
    }
    const server = new ReadingServer();
    attach(server, 'tcp');
    // A request that no handler matches has no context either.
    for (const metadata of [{ traceparent: 'first' }, 'no object', undefined]) {
      await server.handleMessage({ data: 1, metadata });
    }
    expect(extracted).toEqual(['first']);
    expect(faults).toEqual([]);
    expect(server.deserializer).not.toBe(deserializer);
  });

  /** Processes a message as servers of Nest 11 do. */
  function process(server: OwnServer, replies: () => Promise<Observable<unknown>>, context: object): Promise<unknown> {
    server.getHandlerByPattern('p');
    const { onProcessingStartHook, transportId } = server as unknown as {
      onProcessingStartHook(transport: unknown, context: object, done: () => Promise<unknown>): Promise<unknown>;
      transportId: unknown;
    };
    return onProcessingStartHook(transportId, context, async () => {
      server.send(await replies(), () =>
        (server as unknown as HookedServer).onProcessingEndHook?.(transportId, context),
      );
    });
  }

  it('ends with the last reply', async () => {
    const server = new OwnServer();
    attach(server);
    server.addHandler('p', async () => of(1), false);
    const replies = new Subject<number>();
    await process(server, async () => replies, {});
    replies.next(1);
    replies.next(2);
    await turns();
    expect(ended).toEqual([]);
    replies.complete();
    expect(destinations()).toEqual(['p']);
  });

  it('ends when the handler rejects before there are replies, and passes the error on', async () => {
    const server = new OwnServer();
    attach(server);
    server.addHandler('p', async () => of(1), false);
    const failed = process(server, () => Promise.reject(new RangeError('no replies')), {});
    await expect(failed).rejects.toThrow('no replies');
    expect(ended.map(({ outcome }) => outcome)).toEqual([expect.objectContaining({ failed: true })]);
  });

  it('does not end a message with the replies to another, which is sent while it is handled and not observed', async () => {
    const server = new OwnServer();
    attach(server, 'own', ['ignored']);
    server.addHandler('p', async () => of(1), false);
    server.addHandler('ignored', async () => of(1), false);
    const replies = new Subject<number>();
    await process(
      server,
      async () => {
        server.getHandlerByPattern('ignored');
        await (server as unknown as HookedServer).onProcessingStartHook(0, {}, async () =>
          server.send(of(1), () => undefined),
        );
        return replies;
      },
      {},
    );
    expect(ended).toEqual([]);
    replies.complete();
    expect(destinations()).toEqual(['p']);
  });

  it('ends an event of Kafka whose server calls no end hook', async () => {
    const server = new OwnServer();
    Object.defineProperty(server, 'handleEvent', {
      writable: true,
      value: async (pattern: string, packet: { data: unknown }, context: object) => {
        const handler = server.getHandlerByPattern(pattern);
        return (server as unknown as HookedServer).onProcessingStartHook(0, context, async () =>
          handler?.(packet.data),
        );
      },
    });
    attach(server, 'kafka');
    server.addHandler('well', async () => of(1), true);
    server.addHandler('badly', () => Promise.reject(new RangeError('lost')), true);
    await server.handleEvent('well', { data: '' } as never, {} as never);
    await expect(server.handleEvent('badly', { data: '' } as never, {} as never)).rejects.toThrow('lost');
    expect(ended.map(({ outcome }) => outcome.failed)).toEqual([false, true]);
  });
});
