import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { PassThrough, pipeline } from 'node:stream';
import { Controller, Get, Req, Res, Sse, StreamableFile } from '@nestjs/common';
import { SpanStatusCode } from '@opentelemetry/api';
import { concat, map, NEVER, Observable, of, switchMap, throwError, timer } from 'rxjs';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { rawGet } from './raw-request.js';

class Torn extends Error {
  override readonly name = 'Torn';
}

interface Given<T> {
  readonly raw?: T;
}

function node<T extends object>(object: T & Given<T>): T {
  return object.raw ?? object;
}

/** A stream with some bytes, which fails once they are read. */
function tearing(): PassThrough {
  const stream = new PassThrough();
  stream.write('some');
  setTimeout(() => stream.destroy(new Torn('why')), 30);
  return stream;
}

@Controller()
class EndsController {
  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(tearing());
  }

  @Get('pipe')
  pipe(@Res() given: ServerResponse): void {
    const response = node(given);
    const source = tearing();
    source.on('error', () => response.end());
    source.pipe(response);
  }

  @Get('pipeline')
  pipeline(@Res() given: ServerResponse): void {
    pipeline(tearing(), node(given), () => undefined);
  }

  @Get('destroy-with')
  destroyWith(@Res() given: ServerResponse): void {
    const response = node(given);
    response.write('some');
    setTimeout(() => response.destroy(new Torn('why')), 30);
  }

  @Get('destroy')
  destroy(@Res() given: ServerResponse): void {
    const response = node(given);
    response.write('some');
    setTimeout(() => response.destroy(), 30);
  }

  @Get('cut-before')
  cutBefore(@Req() given: IncomingMessage, @Res() _response: unknown): void {
    node(given).socket.destroy();
  }

  @Sse('events')
  events(): Observable<{ data: string }> {
    return concat(of({ data: 'first' }), timer(30).pipe(switchMap(() => throwError(() => new Torn('why')))));
  }

  @Sse('later-events')
  async laterEvents(): Promise<Observable<{ data: string }>> {
    return this.events();
  }

  @Sse('endless')
  endless(): Observable<{ data: string }> {
    return concat(of(1), NEVER).pipe(map(() => ({ data: 'first' })));
  }

  @Get('piped-endless')
  pipedEndless(@Res() given: ServerResponse): void {
    const source = new PassThrough();
    source.write('some');
    pipeline(source, node(given), () => undefined);
  }

  @Sse('complete')
  complete(): Observable<{ data: string }> {
    return of({ data: 'all' });
  }
}

describe.each(ADAPTERS)('the end of a response on %s', (adapter) => {
  let observed: ObservedApplication;
  beforeEach(async () => {
    observed = await startObserved(adapter, { controllers: [EndsController] });
  });
  afterEach(() => observed.close());

  it.each(['/file', '/pipe', '/pipeline', '/destroy-with', '/events', '/later-events'])(
    'is a failure where the server breaks off: %s',
    async (path) => {
      await rawGet(observed.port, path);
      const [span] = await observed.serverSpans(1);
      expect(span?.status.code).toBe(SpanStatusCode.ERROR);
      expect(span?.attributes).toMatchObject({ 'error.type': 'Torn', 'http.response.status_code': 200 });
      expect(span?.attributes['nestjs.http.request.aborted']).toBeUndefined();
      expect(observed.requestLines()).toEqual([
        expect.objectContaining({ level: 'error', error: expect.objectContaining({ message: 'why' }) as unknown }),
      ]);
    },
  );

  it('is a failure where the server closes the connection in the middle without a reason', async () => {
    await rawGet(observed.port, '/destroy');
    const [span] = await observed.serverSpans(1);
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes).toMatchObject({ 'error.type': '_OTHER', 'http.response.status_code': 200 });
    expect(observed.requestLines().map(({ level }) => level)).toEqual(['error']);
  });

  it('is a failure without a status where the server closes the connection before it answers', async () => {
    await rawGet(observed.port, '/cut-before');
    const [span] = await observed.serverSpans(1);
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['http.response.status_code']).toBeUndefined();
    expect(await observed.series('http_requests_total{method="GET",endpoint="/cut-before",status_code="444"}')).toBe(1);
  });

  it.each(['/endless', '/piped-endless'])('is no failure where the client leaves: %s', async (path) => {
    await new Promise<void>((resolve) => {
      const socket = connect(observed.port, '127.0.0.1', () => {
        socket.write(`GET ${path} HTTP/1.1\r\nHost: test\r\n\r\n`);
      });
      socket.on('data', () => socket.resetAndDestroy());
      socket.on('close', () => resolve());
      socket.on('error', () => undefined);
    });
    const [span] = await observed.serverSpans(1);
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect(span?.attributes['nestjs.http.request.aborted']).toBe(true);
    expect(observed.requestLines().map(({ level }) => level)).toEqual(['info']);
  });

  it('is none where the events are complete', async () => {
    await rawGet(observed.port, '/complete');
    const [span] = await observed.serverSpans(1);
    expect(span?.status.code).toBe(SpanStatusCode.UNSET);
    expect(span?.attributes['nestjs.http.request.aborted']).toBeUndefined();
  });
});
