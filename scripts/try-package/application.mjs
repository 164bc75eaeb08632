import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE, ROOT } from '../packed/pack.mjs';
import { run } from '../packed/processes.mjs';
import { startOtlpReceiver } from './otlp-receiver.mjs';

export const SOURCES = join(ROOT, 'test/packaging/applications');
/** The request, what it does, and the call of fetch() that made it. */
const TRACE = ['GET', 'GET /greet/:name', 'choose a greeting'];
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
 * A folder with these packages, installed by npm, and with the packed one if it is given. The packages are kept from run to
 * run, and the packed one is installed each time, as a user does: by its own line.
 */
export async function installed(name, dependencies, tarball) {
  const key = createHash('sha256').update(JSON.stringify(dependencies)).digest('hex').slice(0, 8);
  const directory = join(CACHE, `${name}-${key}`);
  if (!existsSync(join(directory, 'node_modules'))) {
    write(directory, 'package.json', { name: 'tried', version: '1.2.3', private: true, dependencies });
    await run('npm', NPM, { cwd: directory });
  }
  if (tarball === undefined) return directory;
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

/**
 * Starts what main.ts became, and makes one request: a receiver of OTLP gets its trace, its metrics and its line, and so do
 * Prometheus and stdout. Nothing but the address of the receiver is set.
 */
export async function tryMain(
  file,
  adapter,
  { cwd, program = process.execPath, programArguments = [], env = {}, service = 'tried', trace = TRACE },
) {
  const receiver = await startOtlpReceiver();
  try {
    const { stdout, said } = await run(program, [...programArguments, file, adapter], {
      cwd,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, ...env },
      timeoutMs: 60_000,
    });
    const complaint = complaintAbout(stdout, said, receiver.received, { service, trace });
    if (complaint !== undefined) throw new Error(`${complaint}. It said:\n${said.slice(-3_000)}`);
    return receiver.received;
  } finally {
    await receiver.close();
  }
}

function complaintAbout(stdout, said, { spans, metrics, lines, services }, expected) {
  const result = stdout.trim().split('\n').at(-1);
  if (result !== '{"greeting":"hello","request":true,"own":true}') return 'The request was not served and counted';
  if (/WARN|ERROR|"level":"(warn|error)"|Warning:/.test(said)) return 'It complained';
  const { traceId = '' } = spans.find(({ name }) => name === 'choose a greeting') ?? {};
  const trace = spans.filter((span) => span.traceId === traceId).map(({ name }) => name);
  if (trace.sort().join() !== expected.trace.join()) return `The trace has the spans [${trace}]`;
  const written = stdout.split('\n').filter((line) => line.includes('"message":"Greeted"'));
  if (written.length !== 1 || !written[0].includes(`"trace_id":"${traceId}"`)) return 'No line on stdout';
  const sent = lines.filter(({ message }) => message === 'Greeted');
  if (sent.length !== 1 || sent[0].traceId !== traceId) return 'No line over OTLP';
  for (const name of ['http.server.request.duration', 'greetings_total'])
    if (!metrics.has(name)) return `No metric ${name} over OTLP, but [${[...metrics]}]`;
  if ([...services].join() !== expected.service) return `The service is called [${[...services]}]`;
  return undefined;
}
