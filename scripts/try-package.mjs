// Tries the packed package in fresh applications, and prints a table. Installations are kept in the temporary folder.
// node scripts/try-package.mjs [--quick] [words that a row contains …]
import { bundlerRows } from './try-package/bundlers.mjs';
import { environmentRows } from './try-package/environment.mjs';
import { manifestRows } from './try-package/manifest.mjs';
import { nestBuilderRows } from './try-package/nest-builders.mjs';
import { nestRows } from './try-package/nest.mjs';
import { packageManagerRows } from './try-package/package-managers.mjs';
import { placeRows } from './try-package/places.mjs';
import { runtimeRows } from './try-package/runtimes.mjs';
import { runnerRows } from './try-package/test-runners.mjs';
import { pack } from './packed/pack.mjs';

const args = process.argv.slice(2);
const quick = args.includes('--quick');
const words = args.filter((word) => !word.startsWith('--'));

const tarball = await pack();
const rows = [
  ...manifestRows(tarball),
  ...nestRows(tarball),
  ...environmentRows(tarball),
  ...placeRows(tarball),
  ...runtimeRows(tarball),
  ...packageManagerRows(tarball),
  ...runnerRows(tarball),
  ...bundlerRows(tarball),
  ...nestBuilderRows(tarball),
].filter(({ name, thorough = false }) => !(quick && thorough) && words.every((word) => name.includes(word)));
if (rows.length === 0) throw new Error('There is no such row.');

let failed = 0;
for (const { name, run } of rows) {
  const from = performance.now();
  let complaint;
  try {
    await run();
  } catch (error) {
    complaint = error;
    failed += 1;
  }
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  console.log(`${complaint === undefined ? '✓' : '✗'} ${name.padEnd(72)} ${seconds.padStart(4)} s`);
  if (complaint !== undefined) console.log(`${complaint.message}`.replace(/^/gm, '    '));
}
console.log(`${rows.length - failed} of ${rows.length} as they should be`);
if (failed > 0) process.exitCode = 1;
