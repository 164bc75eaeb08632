import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADAPTERS } from '../integration/observed-application.js';
import { InstalledPackage } from './installed-package.js';

const OPTIONAL = [
  'pg',
  'postgres',
  'mysql2',
  'mongodb',
  'ioredis',
  'keyv',
  'cache-manager',
  '@nestjs/microservices',
  '@grpc/grpc-js',
  '@opentelemetry/sdk-node',
  '@opentelemetry/sdk-trace',
  '@opentelemetry/core',
];

let installed: InstalledPackage;
beforeAll(async () => {
  installed = await InstalledPackage.create();
}, 120_000);
afterAll(() => installed.remove());

describe('the package where none of its optional peers is installed', () => {
  it.each(OPTIONAL)('has no %s', async (name) => {
    const imported = installed.run('--input-type=module', '--eval', `await import('${name}')`);
    await expect(imported).rejects.toThrow('ERR_MODULE_NOT_FOUND');
  });

  it.each(ADAPTERS)('starts, serves and counts, and complains of nothing, on %s', async (adapter) => {
    const { stdout, stderr } = await installed.run('consumer.mjs', adapter, '{"logging":{"format":"json"}}');
    const lines = stdout.trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ greeting: 'hello', counted: true });
    expect(stderr).toBe('');
    expect(stdout).not.toMatch(/WARN|ERROR|"level":"(warn|error)"/);
  });

  it('says which package to install when one is insisted on', async () => {
    const started = installed.run('consumer.mjs', 'express', '{"database":{"drivers":{"pg":true}}}');
    await expect(started).rejects.toThrow(/The package pg is not installed\.[^]*npm install pg/);
  });

  it('says that NodeSDK is to be installed for a configuration of it', async () => {
    const started = installed.run('consumer.mjs', 'express', '{"tracing":{"sdk":{}}}');
    await expect(started).rejects.toThrow(
      /sdk-node is not installed\.[^]*tracing\.sdk[^]*npm install @opentelemetry\/sdk-node/,
    );
  });

  it('can be required from CommonJS', async () => {
    const { stdout } = await installed.run('required.cjs');
    expect(JSON.parse(stdout)).toEqual(['TelemetryModule', 'Logger', 'Metrics', 'Tracing']);
  });
});

describe('an application of a workspace, below this package', () => {
  it('has its driver observed, which this package does not find by its name', async () => {
    const { stdout } = await installed.run(await installed.nested('nested-driver.mjs', 'ioredis'));
    expect(JSON.parse(stdout.slice(stdout.lastIndexOf('\n')))).toEqual(['SET', 'work']);
  });
});

describe('the two builds', () => {
  it('export the same, share their state, and know each other’s errors', async () => {
    const { stdout } = await installed.run('builds.mjs');
    expect(JSON.parse(stdout)).toEqual({
      sameExports: true,
      samePrometheus: true,
      requireGivesThePrometheus: true,
      requireGivesTheModule: true,
      namesKept: true,
      recognised: true,
      others: false,
      state: 1,
      decorated: ['of the other build'],
    });
  });

  it('send all three signals and find callers, in CommonJS too', async () => {
    const { stdout } = await installed.run('commonjs.cjs');
    const lines = stdout.trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ '/v1/traces': 1, '/v1/metrics': 1, '/v1/logs': 1 });
    const line = lines.find((text) => text.includes('from here')) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      caller: { file: expect.stringContaining('commonjs.cjs'), function: 'work' },
    });
  });

  it.each(['esm', 'cjs'])('are few files, whose source maps hold the sources: %s', async (format) => {
    const directory = join(installed.directory, 'node_modules/nestjs-telemetry/dist', format);
    const maps = globSync('*.map', { cwd: directory });
    expect(maps.length).toBeGreaterThan(10);
    expect(maps.length).toBeLessThan(60);
    for (const file of maps) {
      const map = JSON.parse(await readFile(join(directory, file), 'utf8')) as Record<string, readonly unknown[]>;
      expect(map['sourcesContent']).toHaveLength(map['sources']?.length ?? -1);
      expect(map['sourcesContent']).not.toContain(null);
      for (const source of map['sources'] ?? [])
        expect(source).toMatch(/^\.\.\/\.\.\/(lib|node_modules\/@opentelemetry)\//);
    }
  });
});

// Last: it changes what is installed.
describe('an @opentelemetry/api that is too old', () => {
  it('is named, with what to do', async () => {
    await installed.replace('@opentelemetry/api', 'opentelemetry-api-1.9');
    const started = installed.run('consumer.mjs', 'express', '{}');
    await expect(started).rejects.toThrow(/api is older than 1\.10\.[^]*overrides[^]*npm ls @opentelemetry\/api/);
  });
});
