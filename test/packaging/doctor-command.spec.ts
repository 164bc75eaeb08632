import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Diagnosis } from 'nestjs-telemetry';
import { ADAPTERS } from '../integration/observed-application.js';
import { InstalledPackage } from './installed-package.js';

const SECRET = 'pl4nted';

let installed: InstalledPackage;
let receiver: Server;
let requests: string[];
let endpoint: string;
beforeAll(async () => {
  installed = await InstalledPackage.create();
  receiver = createServer(({ url = '' }, response) => {
    requests.push(url);
    response.writeHead(url.startsWith('/closed') ? 401 : 200, { 'content-type': 'application/x-protobuf' }).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  endpoint = `http://user:${SECRET}@127.0.0.1:${(receiver.address() as AddressInfo).port}`;
}, 120_000);
beforeEach(() => (requests = []));
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await installed.remove();
});

async function diagnosed(given: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout, stderr } = await installed.command(['doctor', ...given, '--json'], env);
  expect([stdout + stderr, code]).toEqual([expect.not.stringContaining(SECRET), expect.any(Number)]);
  return { code, diagnosis: JSON.parse(stdout) as Diagnosis };
}

function levels({ findings }: Diagnosis, about: string): string[] {
  return findings.filter((finding) => finding.about === about).map(({ level }) => level);
}

describe.each(['mjs', 'cjs'])('an application in .%s', (extension) => {
  it.each(ADAPTERS)('is examined on %s before it listens, and its receivers are tried', async (adapter) => {
    const env = {
      APP_ADAPTER: adapter,
      APP_HOOKS: 'yes',
      APP_OPTIONS: JSON.stringify({ tracing: { headers: { 'x-team': SECRET } } }),
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    };
    const { code, diagnosis } = await diagnosed([`examined/entry.${extension}`], env);
    expect(code).toBe(0);
    expect(requests.toSorted()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
    expect(diagnosis).toMatchObject({
      application: { name: 'consumer', version: '1.2.3' },
      destinations: { traces: [expect.stringMatching(/^otlp http:\/\/127\.0\.0\.1:\d+\/v1\/traces$/)] },
      observed: expect.arrayContaining(['http-server']),
      options: expect.arrayContaining([
        { name: 'tracing.headers', value: '[REDACTED]', from: 'code', ignored: [] },
        expect.objectContaining({ name: 'tracing.endpoint', from: 'OTEL_EXPORTER_OTLP_ENDPOINT' }),
      ]),
    });
    expect([levels(diagnosis, 'traces'), levels(diagnosis, 'shutdown')]).toEqual([['ok'], []]);
    expect(existsSync(join(installed.directory, 'examined/listened'))).toBe(false);
  });

  it('is examined by its root module', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/closed` };
    const { code, diagnosis } = await diagnosed([`examined/module.${extension}`], env);
    expect(code).toBe(1);
    expect(diagnosis.findings[0]).toMatchObject({ level: 'error', about: 'traces', why: expect.stringMatching(/401/) });
    expect([diagnosis.observed, levels(diagnosis, 'shutdown')]).toEqual([['http-client', 'http-server'], []]);
  });
});

describe('planted faults', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>, string, string]>([
    ['no shutdown hooks', ['examined/entry.mjs'], {}, 'warning', 'shutdown'],
    ['a misspelled variable', ['examined/module.mjs'], { OTEL_SERVICENAME: SECRET }, 'warning', 'OTEL_SERVICENAME'],
    ['a wrong number', [], { OTEL_BSP_MAX_QUEUE_SIZE: 'many' }, 'warning', 'environment'],
    ['a wrong exporter', [], { OTEL_TRACES_EXPORTER: 'oltp' }, 'error', 'options'],
    ['an address without a scheme', [], { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'error', 'options'],
    ['no receiver', [], { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, 'error', 'traces'],
    ['no TelemetryModule', ['examined/without-telemetry.mjs'], {}, 'error', 'application'],
    ['a start that fails', ['examined/broken.mjs'], {}, 'error', 'application'],
    ['wrong options', ['examined/module.mjs'], { APP_OPTIONS: '{"tracing":{"exportr":1}}' }, 'error', 'application'],
  ])('%s', async (_fault, given, env, level, about) => {
    const { code, diagnosis } = await diagnosed(given, env);
    expect(levels(diagnosis, about)).toContain(level);
    expect(code).toBe(level === 'error' ? 1 : 0);
    const serious = diagnosis.findings.filter((finding) => finding.level === 'error' || finding.level === 'warning');
    expect(serious.filter(({ fix }) => fix === undefined)).toEqual([]);
  });

  it('a failed start is shown with what it said, without secrets and colours', async () => {
    const { code, stdout } = await installed.command(['doctor', 'examined/broken.mjs']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/ended with code 3[^]*no database at postgres:/);
    expect(stdout).not.toContain(SECRET);
    expect(stdout).not.toContain('\u001b');
  });

  it('packages that are declared and not observed', async () => {
    const manifest = { name: 'consumer', version: '1.2.3', dependencies: { bullmq: '5', mssql: '12' } };
    await writeFile(join(installed.directory, 'package.json'), JSON.stringify(manifest));
    const { code, diagnosis } = await diagnosed(['examined/module.mjs']);
    expect([code, levels(diagnosis, 'bullmq'), levels(diagnosis, 'mssql')]).toEqual([0, ['note'], ['note']]);
  });
});

describe('planted packages', () => {
  async function plant(directory: string, version: string, code = ''): Promise<void> {
    const at = join(installed.directory, 'node_modules', directory);
    await mkdir(at, { recursive: true });
    await writeFile(join(at, 'package.json'), JSON.stringify({ version, main: 'index.js' }));
    await writeFile(join(at, 'index.js'), code);
  }

  beforeAll(async () => {
    await plant('pg', '9.0.0', 'module.exports = { Client: class {}, Pool: class {} };');
    await plant('orm/node_modules/pg', '7.0.0');
    await plant('orm/node_modules/@opentelemetry/api', '1.99.0');
    await plant('dd-trace', '5.0.0');
    const manifest = { name: 'consumer', version: '1.2.3', dependencies: { pg: '9', 'dd-trace': '5' } };
    await writeFile(join(installed.directory, 'package.json'), JSON.stringify(manifest));
  });

  it('are said: missing members, unsupported copies, a newer API, an agent', async () => {
    const { diagnosis } = await diagnosed(['examined/module.cjs']);
    const found = diagnosis.findings.map(({ level, what }) => `${level} ${what}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'warning pg 9.0.0 has no Client#query.',
        'warning pg 9.0.0 is not supported (node_modules/pg).',
        'note pg 7.0.0 is not supported (node_modules/orm/node_modules/pg).',
        expect.stringMatching(
          /^warning @opentelemetry\/api is installed in 2 versions: .*1\.99\.0 in node_modules\/orm/,
        ),
        'note dd-trace is used too.',
      ]),
    );
    expect(levels(diagnosis, 'pg')).not.toContain('ok');
  });
});

it.each([[['doctor', 'missing.js']], [['doctor', 'package.json', 'b']], [['unknown']]])(
  'wrong usage ends with 2: %j',
  async (given) => {
    const { code, stdout, stderr } = await installed.command(given);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: nestjs-telemetry doctor');
  },
);

// Last: they change what is installed.
describe('what is installed', () => {
  it('an API that is too old is an error, with and without an application', async () => {
    await installed.replace('@opentelemetry/api', 'opentelemetry-api-1.9');
    for (const given of [[], ['examined/module.mjs']]) {
      const { code, diagnosis } = await diagnosed(given);
      expect(code).toBe(1);
      expect(levels(diagnosis, '@opentelemetry/api')).toEqual(['error']);
    }
  });

  it('without Nest, the command says that it cannot be loaded', async () => {
    await rm(join(installed.directory, 'node_modules/@nestjs/core'));
    const { code, diagnosis } = await diagnosed([]);
    expect(code).toBe(1);
    expect(diagnosis.findings).toEqual([expect.objectContaining({ level: 'error', about: 'nestjs-telemetry' })]);
  });
});
