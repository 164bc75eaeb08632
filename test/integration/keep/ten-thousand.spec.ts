import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Param } from '@nestjs/common';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import { Span } from 'nestjs-telemetry';
import { SeededIds } from '../../tracing/seeded-ids.js';
import { ADAPTERS, startObserved } from '../observed-application.js';

const REQUESTS = 10_000;
const FAILING = 37;
const SLOW = 11;
const RATIO = 0.01;
const AT_ONCE = 20;
/** Far above what a fast request takes on a busy machine; a timer never fires early by more than a millisecond. */
const SLOWER_THAN_MS = 3_000;
const SLOW_MS = 3_200;
const REASON = 'nestjs.keep.reason';

@Controller()
class OrdersController {
  @Get('fast/:id')
  fast(@Param('id') id: string): string {
    return this.work(id);
  }

  @Get('slow/:id')
  async slow(@Param('id') id: string): Promise<string> {
    await delay(SLOW_MS);
    return this.work(id);
  }

  @Get('failing/:id')
  failing(@Param('id') id: string): never {
    throw new Error(this.work(id));
  }

  @Span('work')
  private work(id: string): string {
    return id;
  }
}

describe.each(ADAPTERS)(`${REQUESTS} requests to %s`, (adapter) => {
  it(`of which ${FAILING} fail and ${SLOW} are slow: those are exported, and 1 % of the others`, async () => {
    const ids = new SeededIds(7);
    const observed = await startObserved(
      adapter,
      { controllers: [OrdersController] },
      {
        tracing: {
          samplingRatio: RATIO,
          keep: { errors: true, slowerThanMs: SLOWER_THAN_MS },
          idGenerator: ids,
        },
        logging: { level: 'silent' },
      },
    );
    const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE + SLOW });
    const request = (path: string) => call(`${observed.url}/${path}`, agent);

    // Which request gets which trace id is left to chance among the fast ones only: they all count the same.
    const slow = Array.from({ length: SLOW }, (_, id) => request(`slow/${id}`));
    while (ids.traceIds.length < SLOW) await delay(1);
    const fast = REQUESTS - SLOW - FAILING;
    const ordinary: string[] = [];
    for (let failing = 0; failing < FAILING; failing++) {
      const from = Math.round((failing * fast) / FAILING);
      const to = Math.round(((failing + 1) * fast) / FAILING);
      const before = ids.traceIds.length;
      await inParallel(from, to, (id) => request(`fast/${id}`));
      ordinary.push(...ids.traceIds.slice(before));
      await request(`failing/${failing}`);
    }
    await Promise.all(slow);
    agent.destroy();

    const sampler = new TraceIdRatioBasedSampler(RATIO);
    const isSampled = (id: string) =>
      sampler.shouldSample(ROOT_CONTEXT, id).decision === SamplingDecision.RECORD_AND_SAMPLED;
    const sampled = ordinary.filter(isSampled);
    expect(ids.traceIds).toHaveLength(REQUESTS);
    expect(ordinary).toHaveLength(fast);
    // With this seed it is 100; three standard deviations of 9,952 draws at 1 % are 30.
    expect(sampled).toHaveLength(100);

    const servers = await observed.serverSpans(FAILING + SLOW + sampled.length);
    const pathsOf = (prefix: string) =>
      servers.map((span) => String(span.attributes['url.path'])).filter((path) => path.startsWith(prefix));
    expect(pathsOf('/failing/').sort()).toEqual(Array.from({ length: FAILING }, (_, id) => `/failing/${id}`).sort());
    expect(pathsOf('/slow/').sort()).toEqual(Array.from({ length: SLOW }, (_, id) => `/slow/${id}`).sort());
    const fastOnes = servers.filter((span) => String(span.attributes['url.path']).startsWith('/fast/'));
    expect(fastOnes.map((span) => span.spanContext().traceId).sort()).toEqual(sampled.sort());
    expect(fastOnes.every((span) => span.attributes[REASON] === undefined)).toBe(true);
    expect(servers).toHaveLength(FAILING + SLOW + sampled.length);
    // Each is whole: the request and the work within it.
    const traces = Map.groupBy(await observed.spans(), (span) => span.spanContext().traceId);
    expect(traces.size).toBe(servers.length);
    expect([...traces.values()].every((spans) => spans.length === 2)).toBe(true);

    const counted = (endpoint: string, status: number) =>
      observed.series(`http_requests_total{method="GET",endpoint="${endpoint}/:id",status_code="${status}"}`);
    expect([await counted('/fast', 200), await counted('/slow', 200), await counted('/failing', 500)]).toEqual([
      fast,
      SLOW,
      FAILING,
    ]);
    await observed.close();
  }, 60_000);
});

async function inParallel(from: number, to: number, request: (id: number) => Promise<void>): Promise<void> {
  let next = from;
  const client = async (): Promise<void> => {
    while (next < to) await request(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
}

function call(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume().on('end', () => resolve());
    }).on('error', reject);
  });
}
