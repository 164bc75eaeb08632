import { Controller, Get } from '@nestjs/common';
import { Span } from 'nestjs-telemetry';
import { ADAPTERS, startObserved } from '../observed-application.js';

@Controller()
class FailingController {
  @Get('health')
  health(): Promise<string> {
    return this.check();
  }

  @Get('work')
  work(): Promise<string> {
    return this.check();
  }

  @Span('check')
  async check(): Promise<string> {
    throw new Error('down');
  }
}

it.each(ADAPTERS)('a rule that says never holds for failures too, on %s', async (adapter) => {
  const observed = await startObserved(
    adapter,
    { controllers: [FailingController] },
    { tracing: { sampler: 'never', rules: [{ route: '/health', sampler: 'never' }], keep: { errors: true } } },
  );
  const sampled = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
  await fetch(`${observed.url}/health`);
  await fetch(`${observed.url}/health`, { headers: sampled });
  await fetch(`${observed.url}/work`);
  await observed.serverSpans(1);
  expect((await observed.spans()).map((span) => span.name)).toEqual(['check', 'GET /work']);
  expect(await observed.series('http_requests_total{method="GET",endpoint="/health",status_code="500"}')).toBe(2);
  await observed.close();
});
