import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { Span, TraceCache, TraceQuery } from 'nestjs-telemetry';

/** Four spans a request: the server's, the service's, and below it a lookup and a query. */
@Injectable()
export class SpansService {
  @TraceCache({ system: 'memory', operation: 'get' })
  async cached(_id: string): Promise<undefined> {
    await delay(1);
    return undefined;
  }

  @TraceQuery({ system: 'sqlite', operation: 'SELECT', collection: 'users' })
  async queried(id: string): Promise<object> {
    await delay(2);
    return { id };
  }

  @Span()
  async find(id: string): Promise<object> {
    await this.cached(id);
    return this.queried(id);
  }
}

@Controller('users')
export class SpansController {
  constructor(private readonly service: SpansService) {}

  @Get(':id')
  one(@Param('id') id: string): Promise<object> {
    return this.service.find(id);
  }
}

export const SPANS_PER_REQUEST = 4;
