/** The sampling strategy from an endpoint. */
export type SamplingStrategy =
  | { readonly type: 'probabilistic'; readonly ratio: number }
  | { readonly type: 'rateLimiting'; readonly tracesPerSecond: number }
  | PerOperationStrategy;

export interface PerOperationStrategy {
  readonly type: 'perOperation';
  readonly ratio: number;
  readonly lowerBound: number;
  /** The share of traces by the name of their first span. */
  readonly operations: ReadonlyMap<string, number>;
}

/**
 * Parses the answer of a sampling endpoint.
 *
 * Source: Jaeger's `sampling.proto` as JSON. Enums come as names or numbers; a zero may be left out; null is unset.
 *
 * @throws TypeError if it is not a strategy.
 */
export function samplingStrategy(answer: unknown): SamplingStrategy {
  const response = object(answer, 'The answer');
  const perOperation = response['operationSampling'] ?? undefined;
  if (perOperation !== undefined) return perOperationStrategy(object(perOperation, 'operationSampling'));
  const type = response['strategyType'] ?? 0;
  if (type === 'PROBABILISTIC' || type === 0) return { type: 'probabilistic', ratio: ratioOf(response) };
  if (type === 'RATE_LIMITING' || type === 1) {
    const limits = object(response['rateLimitingSampling'], 'rateLimitingSampling');
    return { type: 'rateLimiting', tracesPerSecond: number(limits, 'maxTracesPerSecond') };
  }
  throw new TypeError(`strategyType is unknown: ${JSON.stringify(type)}`);
}

function perOperationStrategy(strategies: Record<string, unknown>): PerOperationStrategy {
  const list = strategies['perOperationStrategies'] ?? [];
  if (!Array.isArray(list)) throw new TypeError('perOperationStrategies is no list');
  const operations = new Map<string, number>();
  for (const item of list) {
    const strategy = object(item, 'An entry of perOperationStrategies');
    const { operation } = strategy;
    if (typeof operation !== 'string') throw new TypeError('A strategy is for no operation');
    operations.set(operation, ratioOf(strategy));
  }
  return {
    type: 'perOperation',
    ratio: number(strategies, 'defaultSamplingProbability', 1),
    lowerBound: number(strategies, 'defaultLowerBoundTracesPerSecond'),
    operations,
  };
}

function ratioOf(strategy: Record<string, unknown>): number {
  return number(object(strategy['probabilisticSampling'], 'probabilisticSampling'), 'samplingRate', 1);
}

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${what} is no object`);
  return value as Record<string, unknown>;
}

function number(holder: Record<string, unknown>, name: string, highest = Number.MAX_SAFE_INTEGER): number {
  const value = holder[name] ?? 0;
  if (typeof value === 'number' && value >= 0 && value <= highest) return value;
  throw new TypeError(`${name} is no number from 0 to ${highest}: ${JSON.stringify(value)}`);
}
