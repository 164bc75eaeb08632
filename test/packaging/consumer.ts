// What the types of this package say, for applications on each supported version of Nest.
import { Controller, Get, Module, ParseIntPipe } from '@nestjs/common';
import { Baggage, CurrentSpan, Logger, Metrics, Span, TelemetryModule, Tracing } from 'nestjs-telemetry';

@Controller()
export class AppController {
  constructor(
    readonly logger: Logger,
    readonly metrics: Metrics,
    readonly tracing: Tracing,
  ) {}

  @Get()
  @Span()
  greet(@Baggage('tenant') tenant: string | undefined, @Baggage('age', ParseIntPipe) age: number): string {
    return `${tenant} ${age}`;
  }

  @Get('all')
  all(@Baggage() baggage: unknown, @CurrentSpan() span: unknown): unknown[] {
    return [baggage, span];
  }
}

@Module({ imports: [TelemetryModule.forRoot({ service: { name: 'consumer' } })], controllers: [AppController] })
export class AppModule {}
