import { Controller, Get, HttpException, Param, Query } from '@nestjs/common';

/** Answers with the status that is asked for, at once or a turn of the event loop later. */
@Controller('load')
export class LoadController {
  @Get('sync')
  sync(@Query('status') status: string): string {
    return answer(status);
  }

  @Get('async')
  async async(@Query('status') status: string): Promise<string> {
    await new Promise(setImmediate);
    return answer(status);
  }

  @Get('items/:id')
  item(@Param('id') id: string, @Query('status') status: string): string {
    return answer(status, 'x'.repeat(Number(id) % 900));
  }

  @Get('items/:id/parts/:part')
  async part(@Query('status') status: string): Promise<string> {
    return answer(status);
  }

  /** Never answers. */
  @Get('hang')
  hang(): Promise<never> {
    return new Promise(() => undefined);
  }
}

function answer(status: string, body = 'ok'): string {
  if (status !== '200') throw new HttpException('not this time', Number(status));
  return body;
}
