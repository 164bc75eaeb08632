import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT } from '../packed/pack.mjs';
import { run } from '../packed/processes.mjs';

export const SOURCES = join(ROOT, 'test/packaging/applications');
const NPM = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

/** What an application of Nest has on both adapters. */
export function nest(version) {
  const names = ['common', 'core', 'platform-express', 'platform-fastify'];
  return {
    ...Object.fromEntries(names.map((name) => [`@nestjs/${name}`, version])),
    'reflect-metadata': '^0.2.0',
    rxjs: '^7.8.0',
  };
}

/**
 * A folder with these packages and the packed one, installed by npm. The packages are kept from run to run, and the packed
 * one is installed each time, as a user does: by its own line.
 */
export async function installed(name, dependencies, tarball) {
  const key = createHash('sha256').update(JSON.stringify(dependencies)).digest('hex').slice(0, 8);
  const directory = join(CACHE, `${name}-${key}`);
  if (!existsSync(join(directory, 'node_modules'))) {
    write(directory, 'package.json', { name: 'tried', version: '1.2.3', private: true, dependencies });
    await run('npm', NPM, { cwd: directory });
  }
  const mark = join(directory, 'node_modules', '.tarball');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === tarball) return directory;
  await run('npm', [...NPM, '--no-save', tarball], { cwd: directory });
  writeFileSync(mark, tarball);
  return directory;
}

/** An empty folder below an installation, or elsewhere. */
export function emptied(...path) {
  const directory = join(...path);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  return directory;
}

export function write(directory, file, content) {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, file), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
}

export function copySource(file, directory, name = file) {
  mkdirSync(directory, { recursive: true });
  cpSync(join(SOURCES, file), join(directory, name));
}

/** Starts what main.ts became: one request, seen as trace, metric and line. */
export async function tryMain(file, adapter, { cwd, nodeArguments = [] }) {
  const { stdout, said } = await run(process.execPath, [...nodeArguments, file, adapter], { cwd, timeoutMs: 60_000 });
  const result = stdout.trim().split('\n').at(-1);
  const expected = JSON.stringify({
    greeting: 'hello',
    trace: ['GET', 'GET /greet/:name', 'choose a greeting'],
    request: true,
    own: true,
  });
  if (result !== expected) throw new Error(`It said:\n${said.slice(-3_000)}`);
  const lines = stdout.split('\n').filter((line) => line.includes('"message":"Greeted"'));
  if (lines.length !== 1 || !/"trace_id":"[0-9a-f]{32}"/.test(lines[0]))
    throw new Error(`No line with a trace:\n${said}`);
  if (/WARN|ERROR|"level":"(warn|error)"|Warning:/.test(said)) throw new Error(`It complained:\n${said.slice(-3_000)}`);
}
