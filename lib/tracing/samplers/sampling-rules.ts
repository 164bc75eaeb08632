import { types } from 'node:util';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { ATTR_URL_PATH } from '@opentelemetry/semantic-conventions';
import type { SamplerOption, SamplingRule } from '../../options/sampler.options.js';
import { NeverSampler } from './never.sampler.js';
import { RoutePattern } from './route-pattern.js';

/** A compiled rule. */
interface PreparedRule {
  readonly label: string;
  readonly route: RoutePattern | undefined;
  readonly name: string | RegExp | undefined;
  readonly sampler: Sampler;
  /** True if the rule also applies to requests whose caller has decided. */
  readonly never: boolean;
}

/** The rules of the options, in their order. */
export class SamplingRules {
  private readonly rules: readonly PreparedRule[];

  constructor(rules: readonly SamplingRule[], samplerOf: (option: SamplerOption) => Sampler) {
    this.rules = rules.map(({ route, name, sampler }) => ({
      label: [route, name].filter((part) => part !== undefined).join(' '),
      route: route === undefined ? undefined : new RoutePattern(route),
      // Copy the expression: the flags g and y change its `lastIndex`, which belongs to the user.
      name: types.isRegExp(name) ? new RegExp(name) : name,
      sampler: sampler === 'never' ? new NeverSampler() : samplerOf(sampler),
      never: sampler === 'never',
    }));
  }

  get isEmpty(): boolean {
    return this.rules.length === 0;
  }

  get hasNever(): boolean {
    return this.rules.some((rule) => rule.never);
  }

  /** The first rule that matches a span at its start. */
  find(name: string, kind: SpanKind, attributes: Attributes): PreparedRule | undefined {
    const path = kind === SpanKind.SERVER ? attributes[ATTR_URL_PATH] : undefined;
    for (const rule of this.rules) {
      if (rule.route !== undefined && !(typeof path === 'string' && rule.route.matches(path))) continue;
      if (rule.name !== undefined && !fits(rule.name, name)) continue;
      return rule;
    }
    return undefined;
  }

  toString(): string {
    return this.rules.map(({ label, sampler }) => `${label}=${sampler.toString()}`).join(', ');
  }
}

function fits(expected: string | RegExp, name: string): boolean {
  if (typeof expected === 'string') return expected === name;
  expected.lastIndex = 0;
  return expected.test(name);
}
