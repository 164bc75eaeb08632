// The calls of one adapter with one sort of telemetry around them: `adapter.process <adapter> <variant>`.
import { context as contextApi } from '@opentelemetry/api';
import { answer } from '../../processes/answer.js';
import { nanosPerRun } from '../micro.js';
import { ADAPTERS } from './adapters.js';
import { Host } from './host.js';
import { optionsOf, type Variant } from './variants.js';

/** Calls between two turns of the event loop: spans wait in a queue until it turns. */
const YIELD_EVERY = 1_000;
const FEW = 2_000;
const WARM_UP_MS = 2_000;
const TURN_MS = 100;

const [name, variant] = process.argv.slice(2);
const adapter = ADAPTERS.find((candidate) => candidate.name === name);
if (adapter === undefined) throw new Error(`There is no adapter ${name}`);

const host = new Host(optionsOf(variant as Variant, adapter));
const { call } = await adapter.start(host);
const request = host.request();
const atOnce = adapter.callsAtOnce ?? 1;
const piece = { name: adapter.name, run: request === undefined ? repeat : contextApi.bind(request, repeat) };

let nanos = 0;
for (const until = Date.now() + WARM_UP_MS; Date.now() < until;) nanos = await nanosPerRun(piece, FEW);
const times = Math.max(FEW, Math.round((TURN_MS * 1e6) / nanos));

/** What the process that measures asks. */
const questions = {
  /** Nanoseconds of CPU that a call takes. */
  turn: async (): Promise<number> => {
    const taken = await nanosPerRun(piece, times);
    host.verify();
    return taken;
  },
};
export type AdapterQuestions = typeof questions;
answer(questions);
process.send?.({ ready: 0 });

async function repeat(count: number): Promise<void> {
  for (let at = 0; at < count; at += atOnce) {
    if (atOnce > 1) await Promise.all(Array.from({ length: atOnce }, call));
    else {
      const answered = call();
      if (answered instanceof Promise) await answered;
    }
    if (at % YIELD_EVERY === 0) await new Promise(setImmediate);
  }
}
