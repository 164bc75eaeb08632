import { types } from 'node:util';
import type { Attributes } from '@opentelemetry/api';
import { type Conclude, concludeByThrow, type Operation, type Telemetry } from '../observation/index.js';
import { ATTR_CACHE_HIT, ATTR_CACHE_KEY, ATTR_CACHE_VALUE_SIZE } from '../conventions/attributes.js';
import { type CacheAccess, cacheOperation, isHit, isLookup } from '../conventions/cache/cache.js';
import { describeKey, type RecordedKeys } from './cache-key.js';
import { ask, type DescribedCall, factsOf, type PerCall } from './described-call.js';
import { settingsOf } from './description-settings.js';

export interface TraceCacheOptions extends CacheAccess {
  /** Decides whether a lookup is a hit. Default: everything except undefined, null and false is a hit. */
  readonly hit?: (result: never) => boolean;
  /**
   * The key, or a function that derives it from the call's arguments. The option `keys` decides what is recorded of it.
   */
  readonly key?: string | ((...args: never[]) => string);
  /** What is recorded of the key. Default: the option `cache.keys`, or `template` if that is `none`. */
  readonly keys?: RecordedKeys;
  /** Attributes of what came out, once it has settled. */
  readonly onResult?: (result: never) => Attributes;
}

/** A cache operation that the application describes. If its description throws, the call is still a cache operation. */
export function describeCacheCall(
  options: PerCall<TraceCacheOptions>,
  args: readonly unknown[],
  telemetry: Telemetry,
): DescribedCall {
  const access: Partial<TraceCacheOptions> =
    typeof options === 'function'
      ? (ask(telemetry.report, 'The description of a cache operation', () => options(...(args as never[]))) ?? {})
      : options;
  const { system = 'unknown', operation = 'unknown' } = access;
  const base = settingsOf(telemetry).kept(`${system}\n${operation}`, () => cacheOperation({ system, operation }));
  return { operation: withKey(base, access, args, telemetry), conclude: concludeAccess(operation, access, telemetry) };
}

function withKey(
  base: Operation,
  { key, keys }: Partial<TraceCacheOptions>,
  args: readonly unknown[],
  telemetry: Telemetry,
): Operation {
  if (key === undefined) return base;
  const { report } = telemetry;
  const text: unknown =
    typeof key === 'string' ? key : ask(report, 'The "key" of a cache operation', () => key(...(args as never[])));
  if (typeof text !== 'string') return base;
  const wanted = settingsOf(telemetry).options.cache.keys;
  const described = describeKey(text, keys ?? (wanted === 'none' ? 'template' : wanted), report);
  return described === undefined ? base : { ...base, attributes: { ...base.attributes, [ATTR_CACHE_KEY]: described } };
}

function concludeAccess(
  operation: string,
  { hit = isHit, onResult }: Partial<TraceCacheOptions>,
  { report }: Telemetry,
): Conclude {
  if (!isLookup(operation) && onResult === undefined) return concludeByThrow;
  return (settlement) => {
    if (settlement.as !== 'returned') return concludeByThrow(settlement);
    const { value } = settlement;
    const facts: Attributes = { ...factsOf(onResult, value, report) };
    if (isLookup(operation)) {
      const found = ask(report, 'The "hit" of a cache operation', () => hit(value as never));
      if (found !== undefined) facts[ATTR_CACHE_HIT] = found;
      const size = sizeOf(value);
      if (size !== undefined) facts[ATTR_CACHE_VALUE_SIZE] = size;
    }
    return { failed: false, facts };
  };
}

/** In bytes, if the size is known without serialising the value. */
function sizeOf(value: unknown): number | undefined {
  return ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value) ? value.byteLength : undefined;
}
