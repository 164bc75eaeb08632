import { Catch, Controller, type ExceptionFilter, Scope, UseFilters } from '@nestjs/common';
import {
  BaseRpcContext,
  ClientProxy,
  type CustomTransportStrategy,
  EventPattern,
  MessagePattern,
  Payload,
  type ReadPacket,
  Server,
  type WritePacket,
} from '@nestjs/microservices';
import { context as contextApi, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { concatMap, firstValueFrom, interval, lastValueFrom, type Observable, of, take } from 'rxjs';
import { turns, until } from '../../until.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';

type Produce = () => Promise<Observable<unknown>>;
type Reply = (packet: WritePacket) => void;

/** A message of a transport of one's own: what it brings along is its metadata. */
class OwnContext extends BaseRpcContext<[metadata: unknown]> {
  getMetadata(): unknown {
    return this.getArgByIndex(0);
  }
}

class OwnServer extends Server implements CustomTransportStrategy {
  override transportId = Symbol('pigeon');
  listen(callback: () => void): void {
    callback();
  }
  close(): void {}
  on(): void {}
  unwrap<T>(): T {
    throw new Error('There is nothing.');
  }

  async receive(body: string, reply: Reply): Promise<void> {
    const { pattern, data, metadata } = JSON.parse(body) as ReadPacket & { metadata?: unknown };
    const context = new OwnContext([metadata]);
    const handler = this.getHandlerByPattern(pattern);
    if (handler === null) return reply({ err: 'Nobody' });
    const produce: Produce = async () =>
      this.transformToObservable((await handler(data, context)) as Observable<unknown>);
    // Whatever receives messages does not run in their sender's context.
    await contextApi.with(ROOT_CONTEXT, () => this.process(context, produce, reply));
  }

  async hear(body: string): Promise<void> {
    const packet = JSON.parse(body) as ReadPacket<unknown>;
    // Its context says nothing.
    await contextApi.with(ROOT_CONTEXT, () => this.handleEvent(String(packet.pattern), packet, new BaseRpcContext([])));
  }

  protected process(context: OwnContext, produce: Produce, reply: Reply): unknown {
    return this.handleRequest(context, produce, reply);
  }
}

/** A server as written for Nest 11, which has no `handleRequest`: its end hook runs with the first reply. */
class ServerOfNest11 extends OwnServer {
  protected override process(context: OwnContext, produce: Produce, reply: Reply): unknown {
    return this.onProcessingStartHook(this.transportId, context, async () => {
      this.send(await produce(), (packet) => {
        this.onProcessingEndHook?.(this.transportId, context);
        reply(packet);
      });
    });
  }
}

/** One that does without the end hook. */
class ServerWithoutEnd extends OwnServer {
  protected override process(context: OwnContext, produce: Produce, reply: Reply): unknown {
    return this.onProcessingStartHook(this.transportId, context, async () => {
      this.send(await produce(), reply);
    });
  }
}

const SERVERS = [...('handleRequest' in Server.prototype ? [OwnServer] : []), ServerOfNest11, ServerWithoutEnd];

class OwnClient extends ClientProxy {
  constructor(private readonly server: OwnServer) {
    super();
  }
  async connect(): Promise<void> {}
  close(): void {}
  unwrap<T>(): T {
    throw new Error('There is nothing.');
  }
  protected publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    void this.server.receive(JSON.stringify(packet), callback);
    return () => undefined;
  }
  protected async dispatchEvent<T>(packet: ReadPacket): Promise<T> {
    await this.server.hear(JSON.stringify(packet));
    return undefined as T;
  }
}

@Catch(RangeError)
class Recovering implements ExceptionFilter {
  catch(): Observable<string> {
    return of('recovered');
  }
}

@Controller({ scope: Scope.REQUEST })
class ScopedHandlers {
  @MessagePattern('fly')
  fly(name: string): string {
    return name;
  }

  @UseFilters(Recovering)
  @MessagePattern('fall')
  fall(): string {
    throw new RangeError('The original');
  }

  @MessagePattern('count')
  count(): Observable<number> {
    return interval(2).pipe(take(3));
  }
}

@Controller()
class Events {
  @EventPattern('landed')
  landed(@Payload() _where: string): void {}
}

describe.each(SERVERS)('a transport of the application’s own, with $name', (ServerClass) => {
  let server: OwnServer;
  let client: OwnClient;
  let observed: ObservedApplication;
  beforeEach(async () => {
    server = new ServerClass();
    client = new OwnClient(server);
    observed = await startObserved('express', { controllers: [ScopedHandlers, Events] }, {}, (app) => {
      app.connectMicroservice({ strategy: server });
    });
    await observed.app.startAllMicroservices();
  });
  afterEach(() => observed.close());

  async function ends(): Promise<{ readonly sent: ReadableSpan; readonly handled: ReadableSpan }> {
    await until(async () => (await observed.spans()).length >= 2);
    await turns();
    const spans = await observed.spans();
    expect(spans.map(({ kind }) => kind).sort()).toEqual([SpanKind.PRODUCER, SpanKind.CONSUMER]);
    const [handled, sent] = [...spans].sort((one, other) => other.kind - one.kind) as [ReadableSpan, ReadableSpan];
    expect(handled.parentSpanContext?.spanId).toBe(sent.spanContext().spanId);
    return { sent, handled };
  }

  it('is observed on both sides, with handlers made for each message', async () => {
    expect(await firstValueFrom(client.send('fly', 'home'))).toBe('home');
    const { handled } = await ends();
    expect(handled.name).toBe('process fly');
    expect(handled.attributes['messaging.system.name']).toBe('pigeon');
  });

  it('tells the original error where a filter has made a reply of it', async () => {
    expect(await firstValueFrom(client.send('fall', ''))).toBe('recovered');
    const { handled } = await ends();
    expect(handled.status.code).toBe(SpanStatusCode.UNSET);
    expect(handled.attributes['error.type']).toBe('RangeError');
  });

  it('processes a streamed reply to its last value', async () => {
    const spansAtReplies: number[] = [];
    const replies = client
      .send('count', '')
      .pipe(concatMap(async () => spansAtReplies.push((await observed.spans()).length)));
    await lastValueFrom(replies);
    await ends();
    expect(spansAtReplies.slice(0, 2)).toEqual([0, 0]);
  });

  it('finds the sender of an event in its packet', async () => {
    await lastValueFrom(client.emit('landed', 'home'), { defaultValue: undefined });
    const { handled } = await ends();
    expect(handled.name).toBe('process landed');
  });
});
