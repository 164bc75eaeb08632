import { Catch, Controller, type ExceptionFilter, Scope, UseFilters } from '@nestjs/common';
import {
  BaseRpcContext,
  ClientProxy,
  type CustomTransportStrategy,
  MessagePattern,
  type ReadPacket,
  Server,
  type WritePacket,
} from '@nestjs/microservices';
import { context as contextApi, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { firstValueFrom, type Observable, of } from 'rxjs';
import { startObserved } from '../observed-application.js';

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

  async receive(body: string, reply: (packet: WritePacket) => void): Promise<void> {
    const { pattern, data, metadata } = JSON.parse(body) as ReadPacket & { metadata?: unknown };
    const context = new OwnContext([metadata]);
    const handler = this.getHandlerByPattern(pattern);
    if (handler === null) return reply({ err: 'Nobody' });
    // Whatever receives messages does not run in their sender's context.
    await contextApi.with(ROOT_CONTEXT, async () =>
      this.handleRequest(
        context,
        async () => this.transformToObservable((await handler(data, context)) as Observable<unknown>),
        reply,
      ),
    );
  }
}

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
  protected dispatchEvent<T>(): Promise<T> {
    throw new Error('There are no events.');
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
}

describe('a transport of one’s own', () => {
  it('is observed on both sides, with handlers made for each message', async () => {
    const server = new OwnServer();
    const observed = await startObserved('express', { controllers: [ScopedHandlers] }, {}, (app) => {
      app.connectMicroservice({ strategy: server });
    });
    await observed.app.startAllMicroservices();
    const client = new OwnClient(server);
    expect(await firstValueFrom(client.send('fly', 'home'))).toBe('home');
    const spans = await observed.spans();
    const sent = spans.find(({ kind }) => kind === SpanKind.PRODUCER);
    const handled = spans.find(({ kind }) => kind === SpanKind.CONSUMER);
    expect(handled?.name).toBe('process fly');
    expect(handled?.attributes['messaging.system.name']).toBe('pigeon');
    expect(handled?.parentSpanContext?.spanId).toBe(sent?.spanContext().spanId);
    await observed.close();
  });

  it('tells the original error where a filter has made a reply of it', async () => {
    const server = new OwnServer();
    const observed = await startObserved('express', { controllers: [ScopedHandlers] }, {}, (app) => {
      app.connectMicroservice({ strategy: server });
    });
    await observed.app.startAllMicroservices();
    expect(await firstValueFrom(new OwnClient(server).send('fall', ''))).toBe('recovered');
    const handled = (await observed.spans()).find(({ kind }) => kind === SpanKind.CONSUMER);
    expect(handled?.status.code).toBe(SpanStatusCode.ERROR);
    expect(handled?.attributes['error.type']).toBe('RangeError');
    await observed.close();
  });
});
