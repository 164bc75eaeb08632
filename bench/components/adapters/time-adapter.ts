import { fileURLToPath } from 'node:url';
import { type Summary, summarise } from '../../measure/statistics.js';
import { Child } from '../../processes/child.js';
import type { Adapter } from './adapter.js';
import type { AdapterQuestions } from './adapter.process.js';
import { type Variant, variantsOf } from './variants.js';

const SCRIPT = fileURLToPath(new URL('./adapter.process.js', import.meta.url));
/** Several threads of the garbage collector spend most of their time on each other where there are few processors. */
const FLAGS = ['--single-threaded-gc'];

/** Nanoseconds of CPU of a call, and how many more than without telemetry. */
export interface AdapterTiming {
  readonly variant: Variant;
  readonly nanos: Summary;
  readonly added: Summary | undefined;
}

/**
 * Times one adapter. Each variant is a process of its own, which no door of another one has touched; they take turns,
 * and it is the turns of one round that are compared.
 */
export async function timeAdapter(adapter: Adapter, rounds: number): Promise<readonly AdapterTiming[]> {
  const variants = variantsOf(adapter);
  const children = new Map<Variant, Child<AdapterQuestions>>();
  const turns = new Map<Variant, number[]>(variants.map((variant) => [variant, []]));
  try {
    for (const variant of variants) children.set(variant, await start(adapter, variant));
    for (let round = 0; round < rounds; round++) {
      // Back and forth, such that none always comes after the same other.
      for (const [variant, child] of round % 2 === 0 ? [...children] : [...children].toReversed()) {
        turns.get(variant)?.push(await child.ask('turn'));
      }
    }
  } finally {
    await Promise.all([...children.values()].map((child) => child.stop()));
  }
  const plain = turns.get('plain') ?? [];
  return [...turns].map(([variant, nanos]) => ({
    variant,
    nanos: summarise(nanos),
    added: variant === 'plain' ? undefined : summarise(nanos.map((one, round) => one - (plain[round] ?? Number.NaN))),
  }));
}

function start({ name }: Adapter, variant: Variant): Promise<Child<AdapterQuestions>> {
  return Child.start<AdapterQuestions>({ args: [...FLAGS, SCRIPT, name, variant], pin: [] });
}
