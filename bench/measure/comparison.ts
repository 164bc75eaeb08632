import type { Laboratory, Server } from '../processes/laboratory.js';
import type { RunOptions } from '../run.options.js';
import { type AdapterName, type Telemetered, TELEMETERED, type Variant, VARIANTS } from '../variant.js';
import { measureSlice, type Slice } from './slice.js';
import { randomBy, shuffled } from './statistics.js';
import { warmUp } from './warm-up.js';

/** A slice of a variant and what bare did right before and after it. */
export interface Compared {
  readonly variant: Telemetered;
  readonly slice: Slice;
  readonly bareCpuMicrosPerRequest: number;
  readonly bareRequestsPerSecond: number;
}

export interface Comparison {
  readonly bare: readonly Slice[];
  readonly compared: readonly Compared[];
}

/** Runs all variants of one adapter: bare, X, bare, Y, bare … with X and Y in random order. */
export async function compare(lab: Laboratory, adapter: AdapterName, options: RunOptions): Promise<Comparison> {
  const servers: Partial<Record<Variant, Server>> = {};
  try {
    for (const variant of VARIANTS) servers[variant] = await lab.serve(variant, adapter);
    return await alternate(lab, servers as Record<Variant, Server>, options);
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

async function alternate(lab: Laboratory, servers: Record<Variant, Server>, options: RunOptions): Promise<Comparison> {
  for (const variant of VARIANTS) await warmUp(lab, servers[variant], options);
  const turns = shuffled(
    TELEMETERED.flatMap((variant) => Array.from({ length: options.slices }, () => variant)),
    randomBy(options.seed),
  );
  let before = await measureSlice(lab, servers.bare, options);
  const bare = [before];
  const compared: Compared[] = [];
  for (const variant of turns) {
    const slice = await measureSlice(lab, servers[variant], options);
    const after = await measureSlice(lab, servers.bare, options);
    compared.push({
      variant,
      slice,
      bareCpuMicrosPerRequest: (before.cpuMicrosPerRequest + after.cpuMicrosPerRequest) / 2,
      bareRequestsPerSecond: (before.requestsPerSecond + after.requestsPerSecond) / 2,
    });
    bare.push(after);
    before = after;
  }
  return { bare, compared };
}
