import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Applications with their packages installed: kept from run to run. */
export const CACHE = process.env.PACKED_CACHE ?? join(tmpdir(), 'nestjs-telemetry-packed');

/** The tarball that `npm publish` would send. PACKED_TARBALL names one that is there already. */
export async function pack() {
  const { PACKED_TARBALL: there = '' } = process.env;
  if (there !== '') return there;
  // A name that is new each time: package managers remember what was in a tarball.
  const directory = join(CACHE, 'tarball', String(Date.now()));
  rmSync(join(CACHE, 'tarball'), { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  await run('npm', ['pack', '--pack-destination', directory], { cwd: ROOT });
  return join(
    directory,
    readdirSync(directory).find((name) => name.endsWith('.tgz')),
  );
}
