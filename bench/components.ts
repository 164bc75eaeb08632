// What the pieces of a request's telemetry cost, in nanoseconds of CPU.
import { parseArgs } from 'node:util';
import { ensureContextManager } from '../lib/context/context-manager.js';
import { ADAPTERS } from './components/adapters/adapters.js';
import { timeAdapter } from './components/adapters/time-adapter.js';
import { decoratedPieces } from './components/decorated-pieces.js';
import { floorPieces } from './components/floor-pieces.js';
import { loggingPieces } from './components/logging-pieces.js';
import { metricPieces } from './components/metric-pieces.js';
import { type Piece, timePieces } from './components/micro.js';
import { telemetryPieces } from './components/telemetry-pieces.js';
import type { Summary } from './measure/statistics.js';

const GROUPS: Readonly<Record<string, () => Piece[] | Promise<Piece[]>>> = {
  floor: floorPieces,
  logging: loggingPieces,
  metrics: metricPieces,
  telemetry: telemetryPieces,
  decorators: decoratedPieces,
};
const WIDTH = 48;

const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } } });
const { only, quick } = values;
const rounds = quick ? 3 : 15;
const groups = Object.keys(GROUPS).filter((group) => only === undefined || group === only);
const adapters = ADAPTERS.filter(({ name }) => only === undefined || only === 'adapters' || name.startsWith(only));
if (groups.length + adapters.length === 0) {
  throw new Error(`There is nothing called ${only}. Use one of ${Object.keys(GROUPS).join(', ')}, adapters.`);
}

console.log(`Node ${process.version}. Nanoseconds of CPU; median of ${rounds} rounds, quartiles in brackets.\n`);
if (groups.length > 0) await printPieces();
if (adapters.length > 0) await printAdapters();
process.exit();

async function printPieces(): Promise<void> {
  ensureContextManager();
  const pieces = await Promise.all(groups.map((group) => GROUPS[group]?.() ?? []));
  const results = await timePieces(pieces.flat(), rounds);
  for (const [{ name }, nanos] of results) console.log(`${name.padEnd(WIDTH)}  ${shown(nanos)}`);

  const medianOf = (wanted: string) => [...results].find(([{ name }]) => name === wanted)?.[1].median ?? Number.NaN;
  if (!groups.includes('decorators')) return;
  for (const method of ['method', 'async method']) {
    const added = medianOf(`${method} with @Span, unsampled trace`) - medianOf(`${method}, plain`);
    console.log(
      `\n@Span adds ${added.toFixed(0)} ns to a call of ${method === 'method' ? 'a' : 'an'} ${method} in a trace that is not sampled.`,
    );
  }
}

async function printAdapters(): Promise<void> {
  console.log(`\nA call through each adapter, and after + how much more than plain.\n`);
  for (const adapter of adapters) {
    for (const { variant, nanos, added } of await timeAdapter(adapter, rounds)) {
      const more = added === undefined ? '' : `  + ${shown(added)}`;
      console.log(`${`${adapter.name}, ${variant}`.padEnd(WIDTH)}  ${shown(nanos).padEnd(24)}${more}`);
    }
  }
}

function shown({ median, lower, upper }: Summary): string {
  return `${median.toFixed(0).padStart(6)} (${lower.toFixed(0)}–${upper.toFixed(0)})`;
}
