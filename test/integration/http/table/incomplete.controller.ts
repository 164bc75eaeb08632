import type { IncomingMessage } from 'node:http';
import { PassThrough, pipeline, Readable } from 'node:stream';
import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Req,
  Res,
  Sse,
  StreamableFile,
  UseFilters,
} from '@nestjs/common';
import { concat, NEVER, type Observable, of, switchMap, throwError, timer } from 'rxjs';
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

/** One route for each way in which an answer does not come to its end. */
@Controller('ends')
export class IncompleteController {
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
  }
}
