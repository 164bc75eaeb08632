// What the pieces of a request's telemetry cost, in nanoseconds of CPU.
import { ensureContextManager } from '../lib/context/context-manager.js';
import { floorPieces } from './components/floor-pieces.js';
import { metricPieces } from './components/metric-pieces.js';
import { timePieces } from './components/micro.js';
import { telemetryPieces } from './components/telemetry-pieces.js';

const ROUNDS = process.argv.includes('--quick') ? 3 : 15;

ensureContextManager();
const results = await timePieces([...floorPieces(), ...metricPieces(), ...(await telemetryPieces())], ROUNDS);
const width = Math.max(...[...results.keys()].map(({ name }) => name.length));
console.log(`Node ${process.version}. Nanoseconds of CPU; median of ${ROUNDS} rounds, quartiles in brackets.\n`);
for (const [{ name }, { median, lower, upper }] of results) {
  console.log(`${name.padEnd(width)}  ${median.toFixed(0).padStart(6)} (${lower.toFixed(0)}–${upper.toFixed(0)})`);
}
process.exit();
