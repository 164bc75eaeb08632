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
 * Times one adapter. Each variant is a process of its own, which no other instrumentation has touched; they take turns,
 * and it is the turns of one round that are compared.
 */
export async function timeAdapter(adapter: Adapter, rounds: number): Promise<readonly AdapterTiming[]> {
  const children = new Map<Variant, Child<AdapterQuestions>>();
  try {
    for (const variant of variantsOf(adapter)) children.set(variant, await start(adapter, variant));
    return compared(await takeTurns(children, 2 * rounds));
  } finally {
    await Promise.all([...children.values()].map((child) => child.stop()));
  }
}

type Turns = ReadonlyMap<Variant, readonly number[]>;

async function takeTurns(children: ReadonlyMap<Variant, Child<AdapterQuestions>>, rounds: number): Promise<Turns> {
  const turns = new Map<Variant, number[]>([...children.keys()].map((variant) => [variant, []]));
  for (let round = 0; round < rounds; round++) {
    // Back and forth, such that none always comes after the same other.
    for (const [variant, child] of round % 2 === 0 ? children : [...children].toReversed()) {
      turns.get(variant)?.push(await child.ask('turn'));
    }
  }
  return turns;
}

function compared(turns: Turns): AdapterTiming[] {
  const rounds = quietRounds([...turns.values()]);
  const of = (variant: Variant, round: number) => turns.get(variant)?.[round] ?? Number.NaN;
  return [...turns.keys()].map((variant) => ({
    variant,
    nanos: summarise(rounds.map((round) => of(variant, round))),
    added: variant === 'plain' ? undefined : summarise(rounds.map((round) => of(variant, round) - of('plain', round))),
  }));
}

/** The quieter half: what else runs on the machine makes a round slower, and never faster. All variants have a say. */
function quietRounds(variants: ReadonlyArray<readonly number[]>): number[] {
  const medians = variants.map((nanos) => summarise(nanos).median);
  const slowness = (round: number) =>
    variants.reduce((sum, nanos, at) => sum + (nanos[round] ?? 0) / (medians[at] ?? 1), 0);
  const rounds = [...(variants[0] ?? []).keys()].sort((one, other) => slowness(one) - slowness(other));
  return rounds.slice(0, Math.ceil(rounds.length / 2));
}

function start({ name }: Adapter, variant: Variant): Promise<Child<AdapterQuestions>> {
  return Child.start<AdapterQuestions>({ args: [...FLAGS, SCRIPT, name, variant], pin: [] });
}
