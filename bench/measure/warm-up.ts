import type { Laboratory, Server } from '../processes/laboratory.js';
import type { RunOptions } from '../run.options.js';
import { measureSlice } from './slice.js';

/** By then V8 has compiled what it is going to compile: fewer leave several microseconds a request. */
const ENOUGH_REQUESTS = 20_000;
const MAX_SLICES = 8;

/** Loads a server until its code is hot. */
export async function warmUp(lab: Laboratory, server: Server, options: RunOptions): Promise<void> {
  let requests = 0;
  for (let slices = 0; slices < (options.quick ? 2 : MAX_SLICES) && requests < ENOUGH_REQUESTS; slices++) {
    requests += (await measureSlice(lab, server, options)).requests;
  }
}
