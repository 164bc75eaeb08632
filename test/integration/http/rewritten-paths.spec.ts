import { Controller, Get } from '@nestjs/common';
import { SpanKind } from '@opentelemetry/api';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { rawGet, statusOf } from './raw-request.js';

let target = '';

@Controller()
class PatientsController {
  @Get('patients/:ssn/records')
  records(): string {
    return 'records';
  }

  @Get('webhooks/T0KEN/:id')
  async hook(): Promise<string> {
    return (await fetch(`${target}/patients/123-45-6789/records?page=2`)).text();
  }
}

const rewrite = (path: string) => path.replace(/patients\/[^/:]+/, 'patients/*').replace('T0KEN', '*');

describe.each(ADAPTERS)('paths that are rewritten on %s', (adapter) => {
  let observed: ObservedApplication | undefined;
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
  });

  async function start(path: (path: string) => string): Promise<ObservedApplication> {
    observed = await startObserved(adapter, { controllers: [PatientsController] }, { http: { path, outgoing: true } });
    target = observed.url;
    return observed;
  }

  it('show in no span, series or line, neither of requests that are served nor of those that are made', async () => {
    const { port, spans, serverSpans, series, seriesNames, lines } = await start(rewrite);
    expect(statusOf(await rawGet(port, '/webhooks/T0KEN/7'))).toBe(200);
    await serverSpans(2);
    const all = await spans();
    expect(all.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['GET /webhooks/*/:id', 'GET /patients/:ssn/records']),
    );
    expect(all.find(({ kind }) => kind === SpanKind.CLIENT)?.attributes['url.full']).toMatch(
      /\/patients\/\*\/records\?page=REDACTED$/,
    );
    expect(await series('http_requests_total{method="GET",endpoint="/webhooks/*/:id",status_code="200"}')).toBe(1);
    // Nest itself writes the routes at start.
    const written = lines().filter(({ context }) => context !== 'RouterExplorer');
    const recorded = [all.map(({ name, attributes }) => [name, attributes]), await seriesNames(), written].flat();
    expect(recorded.filter((entry) => /T0KEN|123-45-6789/.test(JSON.stringify(entry)))).toEqual([]);
  });

  it.each([
    [
      'throws',
      (): string => {
        throw new Error('no');
      },
    ],
    ['makes no text', () => undefined as unknown as string],
  ])('are not recorded where the function %s', async (_title, path) => {
    const { port, serverSpans } = await start(path);
    expect(statusOf(await rawGet(port, '/patients/123-45-6789/records'))).toBe(200);
    const [span] = await serverSpans(1);
    expect(span?.attributes).toMatchObject({ 'url.path': '/[REDACTED]', 'http.route': '/[REDACTED]' });
  });
});
