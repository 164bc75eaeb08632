import { Controller, Get, Injectable } from '@nestjs/common';
import { Logger, Span } from 'nestjs-telemetry';

/** A piece of work: one span, one line. */
@Injectable()
export class WorkService {
  constructor(private readonly logger: Logger) {}

  @Span('work')
  work(): string {
    this.logger.info('worked');
    return 'done';
  }
}

@Controller()
export class WorkController {
  constructor(private readonly service: WorkService) {}

  @Get('work')
  work(): string {
    return this.service.work();
  }
}
