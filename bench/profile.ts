// Where a variant's CPU time goes under full load: `npm run bench:profile -- ours fastify`.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureSlice } from './measure/slice.js';
import { Laboratory } from './processes/laboratory.js';
import { findPinning } from './processes/pinning.js';
import { byOwner, type CpuProfile, type SelfTime, selfTimes } from './profile/self-time.js';
import { type AdapterName, ADAPTERS, type Variant, VARIANTS } from './variant.js';

const WARM_UP_MS = 10_000;
const PROFILED_MS = 8_000;
const LISTED_FUNCTIONS = 60;

const [variant = 'ours', adapter = 'fastify'] = process.argv.slice(2) as [Variant?, AdapterName?];
if (!VARIANTS.includes(variant) || !ADAPTERS.includes(adapter)) {
  throw new Error(`Use: profile <${VARIANTS.join('|')}> <${ADAPTERS.join('|')}>`);
}

const directory = await mkdtemp(join(tmpdir(), 'nestjs-telemetry-profile-'));
const lab = await Laboratory.open(findPinning());
try {
  const server = await lab.serve(variant, adapter, { flags: ['--cpu-prof', `--cpu-prof-dir=${directory}`] });
  await measureSlice(lab, server, { connections: 32, sliceMs: WARM_UP_MS });
  const slice = await measureSlice(lab, server, { connections: 32, sliceMs: PROFILED_MS });
  await server.stop();
  console.log(`${variant} on ${adapter}: ${slice.cpuMicrosPerRequest.toFixed(1)} µs of CPU a request while profiled`);
  const times = selfTimes(await profileIn(directory), PROFILED_MS);
  print('Time by package, with what it calls in Node', byOwner(times));
  print('Self time by function', times.slice(0, LISTED_FUNCTIONS));
} finally {
  await lab.close();
  await rm(directory, { recursive: true });
}

/** The main thread's profile: the largest, where loader threads have left some too. */
async function profileIn(path: string): Promise<CpuProfile> {
  const profiles = await Promise.all((await readdir(path)).map((name) => readFile(join(path, name), 'utf8')));
  const largest = profiles.sort((a, b) => b.length - a.length)[0];
  if (largest === undefined) throw new Error('The server left no profile.');
  return JSON.parse(largest) as CpuProfile;
}

function print(title: string, times: readonly SelfTime[]): void {
  console.log(`\n${title}, % of busy time`);
  for (const { percent, owner, name } of times) {
    if (percent >= 0.1) console.log(`${percent.toFixed(1).padStart(6)}  ${owner}  ${name}`);
  }
}
