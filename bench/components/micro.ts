import { type Summary, summarise } from '../measure/statistics.js';

/** One thing to be timed. */
export interface Piece {
  readonly name: string;
  /** Does it `times` times. What is asynchronous must be over when the promise resolves. */
  run(times: number): void | Promise<void>;
}

const CALIBRATION_TIMES = 2_000;
const ROUND_MS = 60;

/** Nanoseconds that one execution takes, for pieces that take turns. */
export async function timePieces(pieces: readonly Piece[], rounds: number): Promise<ReadonlyMap<Piece, Summary>> {
  const times = new Map<Piece, number>();
  for (const piece of pieces) times.set(piece, await timesIn(ROUND_MS, piece));
  const samples = new Map<Piece, number[]>(pieces.map((piece) => [piece, []]));
  for (let round = 0; round < rounds; round++) {
    for (const piece of pieces) samples.get(piece)?.push(await nanosPerRun(piece, times.get(piece) ?? 1));
  }
  return new Map(pieces.map((piece) => [piece, summarise(samples.get(piece) ?? [])]));
}

// Run hot first: the first calibration is of code that is not compiled yet.
async function timesIn(durationMs: number, piece: Piece): Promise<number> {
  let nanos = 0;
  for (let turn = 0; turn < 10; turn++) nanos = await nanosPerRun(piece, CALIBRATION_TIMES);
  return Math.max(CALIBRATION_TIMES, Math.round((durationMs * 1e6) / nanos));
}

/** Nanoseconds of CPU that one execution takes. */
export async function nanosPerRun(piece: Piece, times: number): Promise<number> {
  const from = process.cpuUsage();
  await piece.run(times);
  const { user, system } = process.cpuUsage(from);
  return ((user + system) * 1_000) / times;
}
