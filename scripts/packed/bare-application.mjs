import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './pack.mjs';
import { run } from './processes.mjs';

const NPM = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

/** The directories of a new application of Nest on some adapters, and of the same one with the packed package. */
export async function bareAndOurs(tarball, adapters) {
  const bare = join(CACHE, `bare-${adapters.join('-')}`);
  const ours = join(CACHE, `ours-${adapters.join('-')}`);
  const nest = ['common', 'core', ...adapters.map((adapter) => `platform-${adapter}`)];
  const dependencies = Object.fromEntries(nest.map((name) => [`@nestjs/${name}`, 'latest']));
  const manifest = {
    name: 'bare',
    private: true,
    dependencies: { ...dependencies, 'reflect-metadata': '*', rxjs: '7' },
  };
  for (const directory of [bare, ours]) {
    if (existsSync(join(directory, 'node_modules')) && directory === bare) continue;
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
    await run('npm', NPM, { cwd: directory });
  }
  await run('npm', [...NPM, tarball], { cwd: ours });
  return { bare, ours };
}
