import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Options,
  Post,
  Redirect,
  Res,
  Sse,
  StreamableFile,
} from '@nestjs/common';
import { map, type Observable, of, timer } from 'rxjs';
import { type NodeResponse, nodeResponse } from './node-response.js';

/** One route for each way in which a complete answer is given. */
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

  @Sse('events')
  events(): Observable<{ data: string }> {
    return of({ data: 'first' });
  }
}
