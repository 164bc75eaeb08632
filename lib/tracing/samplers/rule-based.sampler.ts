import type { Attributes, Context, Link, SpanKind } from '@opentelemetry/api';
import type { Sampler, SamplingResult } from '@opentelemetry/sdk-trace';
import { NEVER, SAMPLED } from './sampling-results.js';
import type { SamplingRules } from './sampling-rules.js';

/** The first matching rule decides. Without one, the general sampler decides. */
export class RuleBasedSampler implements Sampler {
  constructor(
    private readonly rules: SamplingRules,
    private readonly otherwise: Sampler,
  ) {}

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    const sampler = this.rules.find(name, kind, attributes)?.sampler ?? this.otherwise;
    return sampler.shouldSample(context, traceId, name, kind, attributes, links);
  }

  toString(): string {
    return `RuleBasedSampler{${this.rules.toString()}, otherwise=${this.otherwise.toString()}}`;
  }
}

/** For a trace that the caller has sampled: it is sampled, unless a `'never'` rule matches. */
export class UnlessNeverSampler implements Sampler {
  constructor(private readonly rules: SamplingRules) {}

  shouldSample(_: Context, __: string, name: string, kind: SpanKind, attributes: Attributes): SamplingResult {
    return this.rules.find(name, kind, attributes)?.never === true ? NEVER : SAMPLED;
  }

  toString(): string {
    return 'AlwaysOnSampler unless a rule says never';
  }
}
