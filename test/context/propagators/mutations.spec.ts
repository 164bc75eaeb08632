import { propagation, type SpanContext, trace } from '@opentelemetry/api';
import { createPropagator } from '../../../lib/context/propagators/create-propagator.js';
import { PROPAGATOR_NAMES, type PropagatorName } from '../../../lib/options/names.js';
import { type Carrier, extractWith, SHORT_ID, SPAN_ID, TRACE_ID } from './remote-parent.js';

const ROUNDS = 10_000;
const CHARACTERS = [...'0123456789abcdefABCDEFdgxz-:;,=%._@ \t\n\r\0', '%3A', 'é', '\ud800', '😀', '00', 'ff'];

const VALID: readonly Carrier[] = [
  { traceparent: `00-${TRACE_ID}-${SPAN_ID}-01`, tracestate: 'rojo=1,congo@vendor=t61', baggage: 'a=1;b=2,c=%20d' },
  { traceparent: `cc-${TRACE_ID}-${SPAN_ID}-01-future`, baggage: '__proto__=1,constructor=2' },
  { b3: `${TRACE_ID}-${SPAN_ID}-1-05e3ac9a4f6e3b90` },
  { b3: `${SHORT_ID}-${SPAN_ID}-d` },
  { 'x-b3-traceid': TRACE_ID, 'x-b3-spanid': SPAN_ID, 'x-b3-sampled': '1', 'x-b3-flags': '0' },
  { 'uber-trace-id': `${TRACE_ID}:${SPAN_ID}:0:1`, 'uberctx-a': '%20b', 'jaeger-baggage': 'k1=v1, k2=v2' },
  { 'uber-trace-id': `${SHORT_ID}%3A${SPAN_ID}%3A0%3A3`, 'jaeger-debug-id': 'x' },
];

/** Repeatable: mulberry32. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function mutant(value: string, below: (below: number) => number): unknown {
  const at = below(value.length + 1);
  const character = CHARACTERS[below(CHARACTERS.length)] ?? '';
  const mutations: ReadonlyArray<() => unknown> = [
    () => value.slice(0, at) + character + value.slice(at),
    () => value.slice(0, at) + character + value.slice(at + 1),
    () => value.slice(0, at) + value.slice(at + 1),
    () => value.slice(at),
    () => value.slice(0, at),
    () => value.slice(at) + value,
    () => `${value}, ${value}`,
    () => value.toUpperCase(),
    () => value.replaceAll(/[1-9a-f]/g, '0'),
    () => value.replaceAll('-', character),
    () => value.padEnd(9000, character),
    () => [value, value.replace('0', '1')],
    () => [at, value],
    () => [value],
    () => [undefined, Symbol('x'), 7n, () => value, Number.NaN, { value }, Buffer.from(value)][below(7)],
  ];
  return mutations[below(mutations.length)]?.();
}

function mutated(carrier: Carrier, below: (below: number) => number): Carrier {
  const entries = Object.entries(carrier).map(([name, original]) => {
    let value: unknown = original;
    for (let times = below(3); times > 0 && typeof value === 'string'; times--) value = mutant(value, below);
    return [name, value];
  });
  return Object.fromEntries(entries.filter(() => below(20) > 0));
}

/** The ids that `carrier` spells out between characters that no id has, in the form that spans have. */
function spelledIds(carrier: Carrier): ReadonlySet<string> {
  const runs = Object.values(carrier)
    .filter((value) => typeof value === 'string' || Array.isArray(value))
    .flatMap((value) =>
      [value]
        .flat()
        .map(String)
        .join(' ')
        .replaceAll(/%3a/gi, ':')
        .toLowerCase()
        .split(/[^0-9a-z]+/),
    );
  return new Set(runs.flatMap((run) => [run.padStart(32, '0'), run.padStart(16, '0')]));
}

/** What is wrong with having joined `remote` because of `carrier`. */
function faults(remote: SpanContext, carrier: Carrier): readonly unknown[] {
  const { traceId, spanId, traceFlags, isRemote } = remote;
  const spelled = spelledIds(carrier);
  const isSound =
    /^(?!0{32})[0-9a-f]{32}$/.test(traceId) &&
    /^(?!0{16})[0-9a-f]{16}$/.test(spanId) &&
    [0, 1, 2, 3].includes(traceFlags) &&
    isRemote === true;
  return isSound && spelled.has(traceId) && spelled.has(spanId) ? [] : [{ remote, carrier }];
}

describe('mutated headers', () => {
  it.each<{ names: readonly PropagatorName[] }>([
    ...PROPAGATOR_NAMES.map((name) => ({ names: [name] })),
    { names: PROPAGATOR_NAMES },
  ])(
    'through $names never throw, report nothing, and join no trace but the one that they spell out',
    async ({ names }) => {
      const wrong: unknown[] = [];
      const propagator = createPropagator(names, (what) => {
        if (!what.startsWith('Baggage was too large')) wrong.push(what);
      });
      const below = random(20_26);
      const found: unknown[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        const carrier = mutated(VALID[below(VALID.length)] ?? {}, below);
        const context = extractWith(propagator, carrier);
        propagator.inject(context, {}, { set: () => undefined });
        const remote = trace.getSpanContext(context);
        if (remote !== undefined) {
          found.push(remote);
          wrong.push(...faults(remote, carrier));
        }
        if (propagation.getBaggage(context)?.getEntry('__proto__') !== undefined) wrong.push({ carrier });
      }
      expect(wrong).toEqual([]);
      // Enough of the mutants were harmless for the rest to mean something.
      expect(found.length > ROUNDS / 50).toBe(names.length > 1 || names[0] !== 'baggage');
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );
});
