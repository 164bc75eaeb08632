import cluster from 'node:cluster';
import type { Server } from 'node:http';
import type { HttpServer } from '@nestjs/common';
import type { Participant } from '../../life-cycle/participant.js';
import type { ReportFault } from '../../observation/index.js';
import type { ServerState } from './destinations.js';

/** An application whose server does not listen by then has probably none: functions, microservices with an adapter. */
const LISTENS_WITHIN_MS = 1_000;

export interface StartReportOptions {
  /** True if each worker of a cluster serves only its own metrics. */
  readonly servesOwnMetrics: boolean;
  /** Writes the line; undefined where the options want none. */
  readonly write: ((server: ServerState | undefined) => void) | undefined;
  readonly report: ReportFault;
}

/** Says once what is on, when the application serves; without a server, when it has started. */
export class StartReport implements Participant {
  private server: Server | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isDone = false;

  constructor(private readonly options: StartReportOptions) {}

  attach(adapter: HttpServer): void {
    const server: unknown = adapter.getHttpServer?.();
    if (typeof (server as Partial<Server> | undefined)?.once === 'function') this.server = server as Server;
  }

  async start(): Promise<void> {
    const { servesOwnMetrics, report, write } = this.options;
    if (servesOwnMetrics && cluster.isWorker) report(OWN_METRICS);
    if (write === undefined) return;
    if (this.server === undefined || this.server.listening) return this.say();
    this.server.once('listening', this.say);
    this.timer = setTimeout(this.say, LISTENS_WITHIN_MS).unref();
  }

  /** Nothing is said any more. */
  end(): void {
    this.isDone = true;
    clearTimeout(this.timer);
    this.server?.off('listening', this.say);
  }

  private readonly say = (): void => {
    if (this.isDone) return;
    this.end();
    try {
      this.options.write?.(this.server && stateOf(this.server));
    } catch (error) {
      this.options.report('What is observed could not be written', error);
    }
  };
}

function stateOf(server: Server): ServerState {
  const address = server.address();
  return { port: typeof address === 'object' ? address?.port : undefined };
}

const OWN_METRICS =
  'This is a worker of a cluster, and each scrape shows the metrics of another worker. Fix: set metrics.cluster to true ' +
  'and call serveClusterMetrics() in the primary, or push metrics over OTLP and set metrics.endpoint to false';
