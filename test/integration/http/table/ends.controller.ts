import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { PassThrough, pipeline, Readable } from 'node:stream';
import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  Delete,
  type ExceptionFilter,
  Get,
  Header,
  HttpCode,
  Options,
  Post,
  Redirect,
  Req,
  Res,
  Sse,
  StreamableFile,
  UseFilters,
} from '@nestjs/common';
import { concat, map, NEVER, Observable, of, switchMap, throwError, timer } from 'rxjs';
import { type NodeResponse, nodeResponse } from './node-response.js';

class Torn extends Error {
  override readonly name = 'Torn';
}

@Catch()
class SaysNothing implements ExceptionFilter {
  catch(_error: unknown, _host: ArgumentsHost): void {
    arrived();
  }
}

let arrived: () => void = () => undefined;

/** Comes true when the next handler that waits for ever has begun. */
export function arrival(): Promise<void> {
  return new Promise((resolve) => (arrived = resolve));
}

function never<T>(value: T): T {
  arrived();
  return value;
}

/** Some bytes, and then an error. */
function tearing(): PassThrough {
  const stream = new PassThrough();
  stream.write('some');
  setTimeout(() => stream.destroy(new Torn('why')), 10);
  return stream;
}

function endless(): PassThrough {
  const stream = new PassThrough();
  stream.write('some');
  return stream;
}

const first = () => of({ data: 'first' });

/** One route for each way in which an answer is given. */
@Controller('ends')
export class EndsController {
  @Get('value')
  value(): object {
    return { any: 'value' };
  }

  @Get('nothing')
  nothing(): void {}

  @Get('observable')
  observable(): Observable<object> {
    return timer(1).pipe(map(() => ({ any: 'value' })));
  }

  @Get('by-hand')
  byHand(@Res() response: { status(code: number): { send(body: string): void } }): void {
    response.status(202).send('by hand');
  }

  @Get('by-node')
  byNode(@Res() given: NodeResponse): void {
    nodeResponse(given).writeHead(203, { 'content-length': 4 }).end('node');
  }

  @Get('passthrough')
  passthrough(@Res({ passthrough: true }) response: { header(name: string, value: string): void }): string {
    response.header('x-passed', 'through');
    return 'passed';
  }

  @Get('teapot')
  @HttpCode(418)
  teapot(): string {
    return 'short and stout';
  }

  @Delete('value')
  @HttpCode(204)
  remove(): void {}

  @Get('unchanged')
  @HttpCode(304)
  unchanged(): void {}

  @Get('moved')
  @Redirect('/ends/value', 301)
  moved(): void {}

  @Get('moved-by-value')
  @Redirect('/nowhere')
  movedByValue(): object {
    return { url: '/ends/value', statusCode: 307 };
  }

  @Options('value')
  @HttpCode(204)
  options(): void {}

  @Post('body')
  body(@Body() body: unknown): unknown {
    return body;
  }

  @Get('hints')
  hints(@Res() given: NodeResponse): void {
    const response = nodeResponse(given);
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.end('hinted');
  }

  @Get('processing')
  processing(@Res() given: NodeResponse): void {
    const response = nodeResponse(given);
    response.writeProcessing();
    response.end('processed');
  }

  @Get('trailers')
  trailers(@Res() given: NodeResponse): void {
    const response = nodeResponse(given);
    response.writeHead(200, { trailer: 'x-sum' });
    response.write('some');
    response.addTrailers({ 'x-sum': '4' });
    response.end();
  }

  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Readable.from([Buffer.alloc(100_000), Buffer.alloc(100_000)]));
  }

  @Get('bytes')
  @Header('content-type', 'application/octet-stream')
  bytes(): StreamableFile {
    return new StreamableFile(Buffer.alloc(10));
  }

  @Get('torn-file')
  tornFile(): StreamableFile {
    return new StreamableFile(tearing());
  }

  @Get('file-without-bytes')
  fileWithoutBytes(): StreamableFile {
    return new StreamableFile(
      new Readable({
        read() {
          this.destroy(new Torn('why'));
        },
      }),
    );
  }

  @Get('endless-file')
  endlessFile(): StreamableFile {
    return new StreamableFile(endless());
  }

  @Get('torn-pipe')
  tornPipe(@Res() given: NodeResponse): void {
    const response = nodeResponse(given);
    tearing()
      .on('error', () => response.end())
      .pipe(response);
  }

  @Get('torn-pipeline')
  tornPipeline(@Res() given: NodeResponse): void {
    pipeline(tearing(), nodeResponse(given), () => undefined);
  }

  @Get('destroyed-with')
  async destroyedWith(@Res() given: NodeResponse): Promise<void> {
    const response = nodeResponse(given);
    response.write('some');
    await new Promise((resolve) => setTimeout(resolve, 10));
    response.destroy(new Torn('why'));
  }

  @Get('destroyed')
  async destroyed(@Res() given: NodeResponse): Promise<void> {
    const response = nodeResponse(given);
    response.write('some');
    await new Promise((resolve) => setTimeout(resolve, 10));
    response.destroy();
  }

  @Get('socket-destroyed')
  socketDestroyed(@Req() given: IncomingMessage & { raw?: IncomingMessage }, @Res() _response: unknown): void {
    (given.raw ?? given).socket.destroy();
  }

  @Sse('events')
  events(): Observable<{ data: string }> {
    return first();
  }

  @Sse('torn-events')
  tornEvents(): Observable<{ data: string }> {
    return concat(first(), timer(10).pipe(switchMap(() => throwError(() => new Torn('why')))));
  }

  @Sse('promised-events')
  async promisedEvents(): Promise<Observable<{ data: string }>> {
    return this.tornEvents();
  }

  @Sse('no-events')
  noEvents(): Observable<{ data: string }> {
    throw new Torn('why');
  }

  @Sse('endless-events')
  endlessEvents(): Observable<{ data: string }> {
    return concat(first(), NEVER);
  }

  @Get('never')
  neverAnswers(): Observable<never> {
    return never(NEVER);
  }

  @Get('promised-never')
  promisedNever(): Promise<never> {
    return never(new Promise(() => undefined));
  }

  @Get('by-hand-never')
  byHandNever(@Res() _response: unknown): void {
    never(undefined);
  }

  @Get('head-only')
  headOnly(@Res() given: NodeResponse): void {
    nodeResponse(given).writeHead(206).flushHeaders();
  }

  @Get('filtered-never')
  @UseFilters(SaysNothing)
  filteredNever(): never {
    throw new Torn('why');
  }

  @Get('large')
  large(@Res() given: NodeResponse): void {
    const response = nodeResponse(given);
    response.writeHead(200, { 'content-length': 50_000_000 });
    response.write(Buffer.alloc(50_000_000));
    void once(response, 'close');
  }
}
