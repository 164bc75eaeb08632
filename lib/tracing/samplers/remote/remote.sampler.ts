import type { Sampler, SamplingResult } from '@opentelemetry/sdk-trace';
import type { ReportFault } from '../../../observation/index.js';
import { RateLimitingSampler } from '../rate-limiting.sampler.js';
import { type Clock, monotonicClock, TokenBucket } from '../token-bucket.js';
import { PerOperationSampler } from './per-operation.sampler.js';
import { startPolling } from './polling.js';
import { ProbabilisticSampler } from './probabilistic.sampler.js';
import { SamplingEndpoint } from './sampling-endpoint.js';
import { type SamplingStrategy, samplingStrategy } from './sampling-strategy.js';

export interface RemoteSamplerSettings {
  readonly service: string;
  readonly endpoint: string;
  readonly pollIntervalMs: number;
  /** The ratio until the endpoint has answered. */
  readonly initialRatio: number;
  /** Maximum time of one request. Default 5000. */
  readonly timeoutMs?: number;
}

/** Samples as a Jaeger collector decides. The last answer stays valid until the next usable one. */
export class RemoteSampler implements Sampler {
  private readonly endpoint: SamplingEndpoint;
  private current: Sampler;
  private answer: string | undefined;
  private failing = false;

  constructor(
    private readonly settings: RemoteSamplerSettings,
    private readonly report: ReportFault,
    private readonly now: Clock = monotonicClock,
  ) {
    this.endpoint = new SamplingEndpoint(settings.endpoint, settings.service);
    this.current = new ProbabilisticSampler(settings.initialRatio);
  }

  /** Requests the strategy at once, and then regularly. Returns a function that stops it. */
  start(): () => void {
    let ended = false;
    const endPolling = startPolling(
      async (signal) => {
        try {
          this.follow(await this.endpoint.ask(signal));
          this.recovered();
        } catch (error) {
          if (!ended) this.failed(signal.aborted ? signal.reason : error);
        }
      },
      { intervalMs: this.settings.pollIntervalMs, timeoutMs: this.settings.timeoutMs ?? 5_000 },
    );
    return () => {
      ended = true;
      endPolling();
    };
  }

  shouldSample(...call: Parameters<Sampler['shouldSample']>): SamplingResult {
    return this.current.shouldSample(...call);
  }

  toString(): string {
    return `JaegerRemoteSampler{${this.endpoint.toString()}, ${this.settings.service}, ${this.current.toString()}}`;
  }

  private follow(answer: string): void {
    if (answer === this.answer) return;
    this.current = this.samplerFor(samplingStrategy(JSON.parse(answer)));
    this.answer = answer;
  }

  private samplerFor(strategy: SamplingStrategy): Sampler {
    const { current, now } = this;
    switch (strategy.type) {
      case 'probabilistic':
        return new ProbabilisticSampler(strategy.ratio);
      case 'perOperation':
        return new PerOperationSampler(strategy, now, current instanceof PerOperationSampler ? current : undefined);
      case 'rateLimiting': {
        const rate = strategy.tracesPerSecond;
        const bucket = current instanceof RateLimitingSampler ? current.bucket : new TokenBucket(rate, now);
        bucket.changeRate(rate);
        return new RateLimitingSampler(rate, bucket);
      }
    }
  }

  private failed(error: unknown): void {
    if (this.failing) return;
    this.failing = true;
    this.report(
      `No sampling strategy from ${this.endpoint.toString()}; ${this.current.toString()} stays in force`,
      reasonOf(error),
    );
  }

  private recovered(): void {
    if (!this.failing) return;
    this.failing = false;
    this.report(`Sampling strategies from ${this.endpoint.toString()} again`, undefined);
  }
}

/**
 * The causes behind «fetch failed», and behind a host name with several addresses. Checked by shape: Node's errors may
 * come from another realm.
 */
function reasonOf(error: unknown): unknown {
  const cause = (error as { readonly cause?: unknown } | undefined)?.cause ?? error;
  return (cause as { readonly errors?: readonly unknown[] } | undefined)?.errors?.[0] ?? cause;
}
