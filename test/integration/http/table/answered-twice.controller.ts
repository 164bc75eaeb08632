import { Controller, Get, Res } from '@nestjs/common';
import { stall } from './causes.js';
import { type NodeResponse, nodeResponse } from './node-response.js';

interface Sending {
  send(body: string): void;
}

/** Handlers that go on although they have answered. */
@Controller('causes')
export class AnsweredTwiceController {
  @Get('answered-then-throws')
  answeredThenThrows(@Res() response: Sending): never {
    response.send('answered');
    return stall();
  }

  @Get('large-then-throws')
  largeThenThrows(@Res() given: NodeResponse): never {
    nodeResponse(given).end(Buffer.alloc(5_000_000));
    return stall();
  }

  @Get('head-then-throws')
  headThenThrows(@Res() given: NodeResponse): never {
    nodeResponse(given).write('some');
    return stall();
  }

  @Get('answered-twice')
  answeredTwice(@Res() response: Sending): void {
    response.send('once');
    response.send('twice');
  }

  @Get('head-twice')
  headTwice(@Res() given: NodeResponse): void {
    const response = nodeResponse(given);
    response.writeHead(200).flushHeaders();
    response.writeHead(201);
    response.end();
  }

  @Get('ended-twice')
  endedTwice(@Res() given: NodeResponse): void {
    const response = nodeResponse(given);
    response.end('once');
    response.end();
  }
}
