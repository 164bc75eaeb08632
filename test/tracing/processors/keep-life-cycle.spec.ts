import { ROOT_CONTEXT } from '@opentelemetry/api';
import { NoopSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { KeepProcessor } from '../../../lib/tracing/processors/keep.processor.js';
import { KeepStatistics } from '../../../lib/tracing/processors/keep-statistics.js';
import { fail, Keeping } from './keeping.js';

const LIMITS = { errors: true, slowerThanMs: 500, maxTraces: 9, maxSpans: 9, maxBytes: 9_999, maxAgeMs: 9_999 };

describe('flush', () => {
  it('judges nothing before its time', async () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    keeping.start('child', root).end();
    await keeping.provider.forceFlush();
    expect(keeping.names).toEqual([]);
    fail(root);
    expect(keeping.names).toEqual(['child', 'root']);
  });
});

describe('shutdown', () => {
  it('judges traces whose root has ended, has kept those that failed, and drops the others', async () => {
    const keeping = new Keeping();
    const exported: string[] = [];
    keeping.exporter.shutdown = async () => {
      exported.push(...keeping.names);
    };
    const ended = keeping.start('ended');
    keeping.start('open below ended', ended);
    ended.end();
    const failing = keeping.start('failing');
    fail(keeping.start('failed', failing));
    const open = keeping.start('open');
    keeping.start('child of open', open).end();

    await keeping.provider.shutdown();
    expect(exported).toEqual(['failed']);
    expect(keeping.statistics.held).toEqual({ traces: 0, spans: 0, bytes: 0 });
    expect(keeping.statistics.fates).toMatchObject({
      discarded: { traces: 1, spans: 1 },
      error: { traces: 1, spans: 1 },
      shutdown: { traces: 1, spans: 1 },
    });
    expect(keeping.reports).toEqual([]);
  });

  it('ends all interest in spans', async () => {
    const keeping = new Keeping();
    const root = keeping.start('root');
    await keeping.provider.shutdown();
    const before = structuredClone(keeping.statistics);
    fail(keeping.start('child', root));
    fail(root);
    fail(keeping.start('new'));
    expect(keeping.statistics).toEqual(before);
  });
});

describe('several exporting processors', () => {
  it('all get what is kept; one that fails to flush or to end hinders none', async () => {
    const [bad, worse, good] = [new Receiving('bad'), new Receiving('worse'), new Receiving()];
    const processor = new KeepProcessor([bad, worse, good], LIMITS, new KeepStatistics(), () => undefined);
    const keeping = new Keeping();
    const root = keeping.start('root', ROOT_CONTEXT) as never;
    processor.onStart(root, ROOT_CONTEXT);
    fail(root);
    processor.onEnd(root);
    expect([bad.names, worse.names, good.names]).toEqual([['root'], ['root'], ['root']]);

    await expect(processor.forceFlush()).rejects.toMatchObject({ errors: [new Error('bad'), new Error('worse')] });
    await expect(processor.shutdown()).rejects.toMatchObject({ errors: [new Error('bad'), new Error('worse')] });
    expect([good.flushed, good.ended]).toEqual([true, true]);
    await expect(
      new KeepProcessor([bad, good], LIMITS, new KeepStatistics(), () => undefined).forceFlush(),
    ).rejects.toEqual(new Error('bad'));
  });
});

class Receiving extends NoopSpanProcessor {
  readonly names: string[] = [];
  flushed = false;
  ended = false;

  constructor(private readonly fault?: string) {
    super();
  }

  override onEnd(span: ReadableSpan): void {
    this.names.push(span.name);
  }

  override async forceFlush(): Promise<void> {
    if (this.fault !== undefined) throw new Error(this.fault);
    // Later than the failure of the others.
    await Promise.resolve().then(() => undefined);
    this.flushed = true;
  }

  override async shutdown(): Promise<void> {
    await this.forceFlush();
    this.ended = true;
  }
}
