import { Controller, Get } from '@nestjs/common';
import type { Baggage as BaggageEntries } from '@opentelemetry/api';
import { Baggage, Logger, Span } from 'nestjs-telemetry';
import { ADAPTERS, startObserved } from '../observed-application.js';

@Controller()
class TenantController {
  constructor(private readonly logger: Logger) {}

  @Get('tenant')
  tenant(@Baggage('tenant') tenant: string | undefined, @Baggage() all: BaggageEntries | undefined): object {
    this.logger.info('asked', { own: 1 });
    return { tenant, keys: all?.getAllEntries().map(([key]) => key), inner: this.inner() };
  }

  @Span()
  inner(): string {
    return 'inner';
  }
}

it.each(ADAPTERS)('baggage reaches handlers, and by choice spans and lines, on %s', async (adapter) => {
  const observed = await startObserved(
    adapter,
    { controllers: [TenantController] },
    { tracing: { baggageKeys: ['tenant'] } },
  );
  const response = await fetch(`${observed.url}/tenant`, { headers: { baggage: 'tenant=blue,secret=hidden' } });
  expect(await response.json()).toEqual({ tenant: 'blue', keys: ['tenant', 'secret'], inner: 'inner' });
  await observed.serverSpans(1);
  const spans = await observed.spans();
  expect(spans.map((span) => [span.name, span.attributes['tenant'], span.attributes['secret']])).toEqual([
    ['TenantController.inner', 'blue', undefined],
    ['GET /tenant', 'blue', undefined],
  ]);
  const lines = observed.lines().filter((line) => line.trace_id !== undefined);
  expect(lines.map((line) => line.fields?.['tenant'])).toEqual(['blue', 'blue']);
  expect(lines[0]?.fields).toEqual({ own: 1, tenant: 'blue' });
  expect(JSON.stringify(lines)).not.toContain('hidden');
  await observed.close();
});
