// How much longer an application takes to start with telemetry: the packed package in a fresh application, OTLP on.
// node bench/start-up.mjs [starts]
import { createServer } from 'node:http';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bareAndOurs } from '../scripts/packed/bare-application.mjs';
import { pack } from '../scripts/packed/pack.mjs';
import { run } from '../scripts/packed/processes.mjs';

const STARTS = Number(process.argv[2] ?? 15);
/** Too slow is what takes longer than this, and longer than this part of a bare start: machines differ. */
const MAX_ADDED_MS = 100;
const MAX_ADDED_RATIO = 0.45;
const MAX_IMPORT_RATIO = 0.5;
const APPLICATION = fileURLToPath(new URL('start-up/application.mjs', import.meta.url));

const directories = await bareAndOurs(await pack(), ['express', 'fastify']);
for (const directory of Object.values(directories)) cpSync(APPLICATION, join(directory, 'application.mjs'));
const receiver = createServer((request, response) => request.resume().on('end', () => response.end()));
await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
const env = {
  NODE_ENV: 'production',
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${receiver.address().port}`,
};

for (const adapter of ['express', 'fastify']) {
  const times = { bare: [], ours: [] };
  // The first start of each reads from the disk what the others find in memory.
  for (let turn = 0; turn <= STARTS; turn++) {
    for (const variant of ['bare', 'ours']) {
      const measured = await start(variant, adapter);
      if (turn > 0) times[variant].push(measured);
    }
  }
  report(adapter, times);
}
receiver.close();

async function start(variant, adapter) {
  const { said } = await run(process.execPath, ['application.mjs', adapter, variant], {
    cwd: directories[variant],
    env,
  });
  return JSON.parse(said.slice(said.lastIndexOf('\n') + 1));
}

function report(adapter, { bare, ours }) {
  const [without, with_] = [bare, ours].map((list) => median(list.map(({ listening }) => listening)));
  const added = median(ours.map(({ listening }, at) => listening - bare[at].listening));
  const cpu = median(ours.map((one, at) => one.cpu - bare[at].cpu));
  const ratio = median(ours.map(({ own, nest }) => own / nest));
  console.log(
    `${adapter}: listens after ${ms(without)} bare, ${ms(with_)} with telemetry; ${ms(added)} more (${(with_ / without).toFixed(2)} times), ` +
      `${ms(cpu)} more CPU; importing it takes ${ratio.toFixed(2)} of what Nest takes`,
  );
  // A machine that is busy with other things makes all of it slower; the fastest starts are disturbed least.
  const leastOf = (list, what) => Math.min(...list.map((start) => start[what]));
  const least = Math.min(added, leastOf(ours, 'listening') - leastOf(bare, 'listening'));
  const leastCpu = Math.min(cpu, leastOf(ours, 'cpu') - leastOf(bare, 'cpu'));
  const leastRatio = leastOf(ours, 'own') / leastOf(ours, 'nest');
  const isLong = least > MAX_ADDED_MS && least > MAX_ADDED_RATIO * leastOf(bare, 'listening');
  // Waiting for a processor is not the package's: its own time is long too where it is slow.
  const isSlow = isLong && leastCpu > MAX_ADDED_MS && leastCpu > MAX_ADDED_RATIO * leastOf(bare, 'cpu');
  if (!isSlow && Math.min(ratio, leastRatio) <= MAX_IMPORT_RATIO) return;
  console.error(`Too slow: at most ${MAX_ADDED_MS} ms more, and at most ${MAX_IMPORT_RATIO} of Nest's import.`);
  process.exitCode = 1;
}

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

function ms(value) {
  return `${value.toFixed(0)} ms`;
}
