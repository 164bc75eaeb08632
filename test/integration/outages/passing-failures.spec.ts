import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { resolveOptions } from '../../../lib/telemetry.options.js';
import { ExportStatistics } from '../../../lib/tracing/export-statistics.js';
import { otlpSender } from '../../../lib/tracing/exporters/otlp.sender.js';
import { ExportPipeline } from '../../../lib/tracing/processors/export-pipeline.js';
import { finishedSpans } from '../../tracing/exporters/spans.js';
import { until } from '../../until.js';
import type { Answer } from './answers.js';
import { PROTOCOLS, Receiver } from './receiver.js';

const BATCH = { maxQueueSize: 1_000, maxExportBatchSize: 100, flushIntervalMs: 5, exportTimeoutMs: 8_000 };
const WAITS = { backoff: { firstMs: 10, longestMs: 40 }, maxQueueBytes: 64 * 1024 * 1024 };

const PASSING: Readonly<Record<string, Answer | 'away'>> = {
  'is away': 'away',
  'answers 429 or UNAVAILABLE': { http: 429, grpc: 14 },
  'answers 503 or ABORTED': { http: 503, grpc: 10 },
  'answers 502 or DEADLINE_EXCEEDED': { http: 502, grpc: 4 },
  'breaks each connection': 'break',
  'takes requests and never answers': 'silence',
};

describe.each(PROTOCOLS)('spans over %s to a receiver that', (protocol) => {
  let receiver: Receiver;
  let statistics: ExportStatistics;
  let reports: string[];
  let pipeline: ExportPipeline;

  beforeEach(async () => {
    receiver = new Receiver(protocol);
    await receiver.come();
    statistics = new ExportStatistics();
    reports = [];
  });
  afterEach(async () => {
    await pipeline.shutdown();
    await receiver.go();
  });

  async function start(options: Partial<typeof BATCH & typeof WAITS> = {}, timeoutMs = 8_000): Promise<void> {
    const { tracing } = resolveOptions({ tracing: { batch: BATCH } }, {});
    const sender = await otlpSender({ type: 'otlp', protocol, endpoint: receiver.endpoint, timeoutMs }, tracing);
    const report = (what: string, error?: unknown) =>
      reports.push(error === undefined ? what : `${what} (${String(error)})`);
    const all = { ...BATCH, ...WAITS, ...options };
    pipeline = new ExportPipeline({ name: 'otlp', sender, batched: true }, all, statistics, report);
  }
  function end(spans: readonly ReadableSpan[]): void {
    for (const span of spans) pipeline.onEnd(span);
  }
  const lost = () => statistics.deliveries()[0]?.lost;
  const exported = () => statistics.read()[0]?.exported ?? 0;
  const names = (spans: readonly ReadableSpan[]) => spans.map(({ name }) => name).toSorted();

  it.each(Object.entries(PASSING))('%s gets all when it is well again', async (_, answer) => {
    await start({}, answer === 'silence' ? 300 : 8_000);
    const before = finishedSpans(50);
    end(before);
    await until(() => exported() === 50);
    if (answer === 'away') await receiver.go();
    else receiver.answer = answer;
    const during = finishedSpans(450);
    end(during);
    await until(() => (statistics.deliveries()[0]?.retried ?? 0) > 500);
    expect(exported()).toBe(50);
    if (answer === 'away') await receiver.come();
    receiver.answer = 'take';
    await until(() => exported() === 500);
    // What was taken and not answered in time on a busy machine comes twice.
    const taken = answer === 'silence' ? new Set(receiver.taken.traces) : receiver.taken.traces;
    const sent = [...names(before), ...names(during)];
    expect([...taken].toSorted()).toEqual((answer === 'silence' ? [...new Set(sent)] : sent).toSorted());
    expect(statistics.read()).toEqual([{ exporter: 'otlp', exported: 500, failed: 0, dropped: 0 }]);
    expect(reports).toEqual([
      expect.stringMatching(/^Spans cannot be delivered to the exporter otlp at http.*: they wait, and are sent again/),
      expect.stringMatching(/ again, after \d+\.\d s: 450 waited, 0 were lost$/),
    ]);
  });

  it('is away loses what the queue does not hold, and no more', async () => {
    await start({ maxQueueSize: 200 });
    await receiver.go();
    end(finishedSpans(500));
    await until(() => (statistics.deliveries()[0]?.retried ?? 0) > 200);
    await receiver.come();
    await until(() => exported() === 200);
    expect(receiver.taken.traces.toSorted()).toEqual(names(finishedSpans(200)));
    expect(lost()).toMatchObject({ queue_full: 300, shutdown: 0 });
    expect(reports.at(-1)).toMatch(/: 200 waited, 300 were lost$|: 200 waited, 0 were lost$/);
  });

  it('asks for patience is not asked again before', async () => {
    await start();
    receiver.answer = { http: 503, grpc: protocol === 'grpc' ? 8 : 14, afterSeconds: 1 };
    end(finishedSpans(10));
    // Before the answer is read, another request may be sent.
    await until(() => statistics.deliveries()[0]?.retried === 10);
    receiver.answer = 'take';
    end(finishedSpans(300));
    await expect(pipeline.forceFlush()).rejects.toThrow('The receiver answered with');
    await until(() => exported() === 310);
    const [first = 0, second = 0] = receiver.requests;
    expect(second - first).toBeGreaterThanOrEqual(990);
    expect(lost()).toMatchObject({ refused: 0 });
  });

  it.each([
    ['refuses', { http: 400, grpc: 3 }, 'refused', 'cannot be delivered'],
    ['forbids', { http: 403, grpc: 7 }, 'refused', 'cannot be delivered'],
    ['breaks down', { http: 500, grpc: 13 }, 'refused', 'cannot be delivered'],
    ['has no room and does not say until when', { http: 413, grpc: 8 }, 'refused', 'cannot be delivered'],
    ['is a web page', 'web page', 'unconfirmed', 'does not confirm'],
    ['answers half', 'half an answer', 'unconfirmed', 'does not confirm'],
  ] as const)('%s loses these spans, once, and gets the next', async (_, answer, reason, said) => {
    await start();
    receiver.answer = answer;
    end(finishedSpans(100));
    await until(() => lost()?.[reason] === 100);
    receiver.answer = 'take';
    end(finishedSpans(30));
    await until(() => exported() === 30);
    expect(receiver.requests).toHaveLength(2);
    expect(statistics.deliveries()).toEqual([expect.objectContaining({ exported: 30, retried: 0 })]);
    expect(reports).toEqual([expect.stringContaining(said)]);
  });

  it('rejects a part has that counted and said in its words', async () => {
    await start();
    receiver.answer = { rejects: 7, because: 'too old' };
    end(finishedSpans(100));
    await until(() => exported() === 93);
    expect(receiver.taken.traces).toHaveLength(93);
    expect(lost()).toMatchObject({ rejected: 7 });
    expect(reports).toEqual([expect.stringMatching(/rejects spans: they are lost .*7 rejected: too old/)]);
  });

  it('is away at the end has what is left counted', async () => {
    await start();
    await receiver.go();
    end(finishedSpans(350));
    await until(() => (statistics.deliveries()[0]?.retried ?? 0) > 0);
    await pipeline.shutdown();
    expect(statistics.read()).toEqual([{ exporter: 'otlp', exported: 0, failed: 350, dropped: 0 }]);
    expect(lost()).toMatchObject({ shutdown: 350 });
  });
});
