import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Adapter, LogLine } from '../observed-application.js';
import type { SetUp } from './official-instrumentation.js';

/** When somebody else's instrumentation starts: before the application, after it, or never. */
export type Start = { readonly before: SetUp } | 'late' | 'never';

/** The relaying service, and what it has said when it has ended. */
export class RelayProcess {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(adapter: Adapter, start: Start, otlpEndpoint: string): Promise<RelayProcess> {
    const preload = typeof start === 'object' ? ['--import', here('./preload.ts')] : [];
    const child = fork(fileURLToPath(here('./relay-process.ts')), [adapter, start === 'late' ? 'late' : ''], {
      execArgv: ['--import', here('../../typescript-loader.mjs'), ...preload],
      env: {
        ...process.env,
        OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint,
        TEST_SET_UP: typeof start === 'object' ? start.before : '',
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += String(chunk)));
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    const started = new RelayProcess(child, url);
    child.stdout?.on('data', () => (started.output = output));
    return started;
  }

  /** Ends it as an orchestrator would, so that all its spans are sent, and returns its log. */
  async stop(): Promise<readonly LogLine[]> {
    const closed = once(this.child, 'close');
    this.child.kill('SIGTERM');
    await closed;
    return this.output
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as LogLine);
  }
}

function here(path: string): string {
  return new URL(path, import.meta.url).href;
}
