// How many requests a service answers while the reader of its log has stopped: without a log, with ours, Nest's and pino's.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Facts } from './stalled-log/server.js';

const LOGGERS = ['none', 'nestjs-telemetry', 'Nest ConsoleLogger', 'nestjs-pino'];
const SECONDS = Number(process.argv[2] ?? 10);
const CONNECTIONS = 16;
const REQUESTS_PER_SECOND = 500;
/** A service that does not answer for so long is blocked. */
const PATIENCE_MS = 2_000;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

async function ask(url: string): Promise<string> {
  const request = get(url, { agent, timeout: PATIENCE_MS });
  request.on('timeout', () => request.destroy(new Error('no answer')));
  const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

/** Sends requests at a steady rate. */
async function load(url: string): Promise<{ sent: number; answered: number }> {
  let answered = 0;
  const all: Array<Promise<unknown>> = [];
  const begun = performance.now();
  while (performance.now() - begun < SECONDS * 1_000) {
    const due = ((performance.now() - begun) / 1_000) * REQUESTS_PER_SECOND;
    while (all.length < due) {
      all.push(
        ask(url).then(
          () => answered++,
          () => undefined,
        ),
      );
    }
    await delay(5);
  }
  await Promise.all(all);
  return { sent: all.length, answered };
}

/** Starts the service with its stdout in a pipe that nobody reads. */
async function start(logger: string, pipe: string): Promise<{ service: ChildProcess; url: string }> {
  const stdout = openSync(pipe, 'w');
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const service = spawn(
    process.execPath,
    ['--import', path('../test/typescript-loader.mjs'), path('stalled-log/server.ts'), logger],
    { stdio: ['ignore', stdout, 'inherit', 'ipc'], env: { ...process.env, NODE_ENV: 'production' } },
  );
  closeSync(stdout);
  const [url] = (await once(service, 'message')) as [string];
  return { service, url };
}

async function measure(logger: string): Promise<Record<string, unknown>> {
  const directory = mkdtempSync(join(tmpdir(), 'stalled-log-'));
  const pipe = join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  const { service, url } = await start(logger, pipe);
  try {
    const requests = await load(`${url}/lines`);
    const facts = await ask(`${url}/facts`).then(
      (text) => JSON.parse(text) as Facts,
      () => ({ lines: 'blocked', dropped: '', rssMb: '' }),
    );
    return { logger, ...requests, ...facts };
  } finally {
    service.kill('SIGKILL');
    closeSync(reader);
    rmSync(directory, { recursive: true });
  }
}

const results: Array<Record<string, unknown>> = [];
for (const logger of LOGGERS) results.push(await measure(logger));
console.table(results);
agent.destroy();
