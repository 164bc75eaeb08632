import { parseArgs } from 'node:util';
import { type AdapterName, ADAPTERS } from './variant.js';

export interface RunOptions {
  readonly adapters: readonly AdapterName[];
  /** One-second slices of each telemetered variant. */
  readonly slices: number;
  /** Fresh starts of each variant. */
  readonly starts: number;
  /** Fewer of everything, to see that it works. */
  readonly quick: boolean;
  readonly sliceMs: number;
  readonly connections: number;
  readonly seed: number;
}

/** `--slices N`, `--adapter fastify|express`, `--quick`, `--seed N`. */
export function runOptions(args: readonly string[]): RunOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      slices: { type: 'string' },
      adapter: { type: 'string' },
      seed: { type: 'string', default: '1' },
      quick: { type: 'boolean', default: false },
    },
  });
  return {
    adapters: adapters(values.adapter),
    slices: values.slices === undefined ? (values.quick ? 3 : 15) : count('slices', values.slices),
    starts: values.quick ? 2 : 4,
    quick: values.quick,
    sliceMs: 1_000,
    connections: 32,
    seed: count('seed', values.seed),
  };
}

function adapters(wanted: string | undefined): readonly AdapterName[] {
  if (wanted === undefined) return ADAPTERS;
  const found = ADAPTERS.find((name) => name === wanted);
  if (found === undefined) throw new Error(`--adapter is ${wanted}; use one of: ${ADAPTERS.join(', ')}.`);
  return [found];
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} is ${text}; use a whole number above 0.`);
  return value;
}
