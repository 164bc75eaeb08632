// What the pieces of a request's telemetry cost, in nanoseconds of CPU.
import { ensureContextManager } from '../lib/context/context-manager.js';
import { databasePieces } from './components/database-pieces.js';
import { decoratedPieces } from './components/decorated-pieces.js';
import { floorPieces } from './components/floor-pieces.js';
import { loggingPieces } from './components/logging-pieces.js';
import { metricPieces } from './components/metric-pieces.js';
import { timePieces } from './components/micro.js';
import { telemetryPieces } from './components/telemetry-pieces.js';

const ROUNDS = process.argv.includes('--quick') ? 3 : 15;

ensureContextManager();
const results = await timePieces(
  [
    ...floorPieces(),
    ...loggingPieces(),
    ...metricPieces(),
    ...(await telemetryPieces()),
    ...(await decoratedPieces()),
    ...(await databasePieces()),
  ],
  ROUNDS,
);
const width = Math.max(...[...results.keys()].map(({ name }) => name.length));
console.log(`Node ${process.version}. Nanoseconds of CPU; median of ${ROUNDS} rounds, quartiles in brackets.\n`);
for (const [{ name }, { median, lower, upper }] of results) {
  console.log(`${name.padEnd(width)}  ${median.toFixed(0).padStart(6)} (${lower.toFixed(0)}–${upper.toFixed(0)})`);
}

const medianOf = (wanted: string) => [...results].find(([{ name }]) => name === wanted)?.[1].median ?? Number.NaN;
for (const method of ['method', 'async method']) {
  const added = medianOf(`${method} with @Span, unsampled trace`) - medianOf(`${method}, plain`);
  console.log(
    `\n@Span adds ${added.toFixed(0)} ns to a call of ${method === 'method' ? 'a' : 'an'} ${method} in a trace that is not sampled.`,
  );
}
process.exit();
