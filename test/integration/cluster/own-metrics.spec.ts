import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TelemetryOptions } from 'nestjs-telemetry';

const LOADER = new URL('../../typescript-loader.mjs', import.meta.url).href;
const PROGRAM = fileURLToPath(new URL('./own-metrics.process.ts', import.meta.url));

async function reports(options: TelemetryOptions): Promise<number> {
  const given = ['--import', LOADER, PROGRAM, JSON.stringify(options)];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, given);
  return (stdout + stderr).split('each scrape shows the metrics of another worker').length - 1;
}

describe('a worker of node:cluster', () => {
  it('says at its start, once, that scrapes show one worker at a time', async () => {
    expect(await reports({})).toBe(1);
  }, 30_000);

  it('says nothing where metrics are combined or not served', async () => {
    expect(await reports({ metrics: { cluster: true } })).toBe(0);
    expect(await reports({ metrics: { endpoint: false } })).toBe(0);
  }, 30_000);
});
