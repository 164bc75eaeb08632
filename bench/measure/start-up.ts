import type { Laboratory } from '../processes/laboratory.js';
import { type AdapterName, type Variant, VARIANTS } from '../variant.js';

/** Milliseconds from spawning a process to its listening, for fresh processes of each variant in turn. */
export async function measureStartUp(
  lab: Laboratory,
  adapter: AdapterName,
  starts: number,
): Promise<Record<Variant, readonly number[]>> {
  const took: Record<Variant, number[]> = { bare: [], ours: [], standard: [] };
  for (let turn = 0; turn < starts; turn++) {
    for (const variant of VARIANTS) {
      const from = performance.now();
      const server = await lab.serve(variant, adapter);
      took[variant].push(performance.now() - from);
      await server.stop();
    }
  }
  return took;
}
