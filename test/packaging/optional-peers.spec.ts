import { ADAPTERS } from '../integration/observed-application.js';
import { InstalledPackage } from './installed-package.js';

const OPTIONAL = [
  'pg',
  'mysql2',
  'mongodb',
  'ioredis',
  'keyv',
  'cache-manager',
  '@nestjs/microservices',
  '@grpc/grpc-js',
];

describe('the package where none of its optional peers is installed', () => {
  let installed: InstalledPackage;
  beforeAll(async () => {
    installed = await InstalledPackage.create();
  }, 60_000);
  afterAll(() => installed.remove());

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

  it('can be required from CommonJS', async () => {
    const { stdout } = await installed.run('required.cjs');
    expect(JSON.parse(stdout)).toEqual(['TelemetryModule', 'Logger', 'Metrics', 'Tracing']);
  });
});
