// Measures what telemetry costs a whole request. See README.md.
import { type Comparison, compare } from './measure/comparison.js';
import { measureDelivery } from './measure/delivery.js';
import { measureStartUp } from './measure/start-up.js';
import { Laboratory } from './processes/laboratory.js';
import { findPinning } from './processes/pinning.js';
import { disturbance, table, verdict } from './report.js';
import { runOptions } from './run.options.js';
import type { AdapterName } from './variant.js';

const options = runOptions(process.argv.slice(2));
const pinning = findPinning();
console.log(`Node ${process.version}, ${pinning.description}.`);
console.log(
  `${options.slices} slices of ${options.sliceMs} ms a variant, ${options.connections} connections, seed ${options.seed}. Medians, quartiles in brackets.`,
);

const lab = await Laboratory.open(pinning);
const comparisons = new Map<AdapterName, Comparison>();
try {
  for (const adapter of options.adapters) {
    const delivery = await measureDelivery(lab, adapter);
    const startUp = await measureStartUp(lab, adapter, options.starts);
    const comparison = await compare(lab, adapter, options);
    comparisons.set(adapter, comparison);
    console.log(`\n${table(adapter, { delivery, startUp, comparison })}`);
    const notice = disturbance(comparison);
    if (notice !== '') console.log(notice);
  }
} finally {
  await lab.close();
}
console.log(`\n${verdict(comparisons)}`);
