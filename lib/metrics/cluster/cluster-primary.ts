import cluster, { type Worker } from 'node:cluster';
import type { Registry } from 'prom-client';
import type { ReportFault } from '../../observation/index.js';
import { collectMetrics } from '../otlp/collected-metric.js';
import { aggregate } from './aggregate.js';
import { type ClusterMessage, isClusterMessage, reasonOf } from './cluster-messages.js';
import { SourceNumbers } from './source-numbers.js';

/** If a worker takes longer because it is busy or stopped, its last metrics are used. */
const ANSWER_TIMEOUT_MS = 2_000;

/** Runs in the primary. It collects the metrics of all workers, and sends them to the worker that was scraped. */
export class ClusterPrimary {
  private readonly numbers = new SourceNumbers();
  /** Contains only workers with telemetry. Other workers receive no requests. */
  private readonly sources = new Map<string, Worker>();
  private readonly waiting = new Map<number, { readonly source: string; readonly answered: () => void }>();
  private questions = 0;

  /** With `own`, the metrics include the primary's registry. */
  constructor(
    private readonly report: ReportFault,
    private readonly own?: Registry,
    private readonly answerTimeoutMs = ANSWER_TIMEOUT_MS,
  ) {}

  /** Starts, and returns a function that stops. */
  start(): () => void {
    const onMessage = (worker: Worker, message: unknown) => {
      if (isClusterMessage(message)) this.hear(worker, message);
    };
    const onDisconnect = (worker: Worker) => this.lose(worker);
    cluster.on('message', onMessage);
    cluster.on('disconnect', onDisconnect);
    for (const worker of Object.values(cluster.workers ?? {})) {
      if (worker) send(worker, { type: 'nestjs-telemetry:who-has-metrics' });
    }
    return () => {
      cluster.off('message', onMessage);
      cluster.off('disconnect', onDisconnect);
    };
  }

  /** The combined metrics of all processes. */
  async metrics(): Promise<Registry> {
    await Promise.all(Array.from(this.sources, ([source, worker]) => this.ask(source, worker)));
    const own = this.own === undefined ? [] : [await collectMetrics(this.own)];
    return aggregate([...own, ...(await this.numbers.all())]);
  }

  private ask(source: string, worker: Worker): Promise<void> {
    const id = ++this.questions;
    return new Promise((resolve) => {
      const answered = () => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(answered, this.answerTimeoutMs);
      timer.unref();
      this.waiting.set(id, { source, answered });
      send(worker, { type: 'nestjs-telemetry:metrics-wanted', source, id });
    });
  }

  private hear(worker: Worker, message: ClusterMessage): void {
    switch (message.type) {
      case 'nestjs-telemetry:have-metrics':
        this.sources.set(message.source, worker);
        break;
      case 'nestjs-telemetry:metrics':
        this.numbers.said(message.source, message.metrics);
        this.waiting.get(message.id)?.answered();
        break;
      case 'nestjs-telemetry:metrics-failed':
        this.report(`The metrics of worker ${worker.process.pid} could not be collected: ${message.reason}`);
        this.waiting.get(message.id)?.answered();
        break;
      case 'nestjs-telemetry:last-metrics':
        this.numbers.said(message.source, message.metrics);
        this.forget(message.source);
        break;
      case 'nestjs-telemetry:all-metrics-wanted':
        void this.answer(worker, message);
        break;
      default:
    }
  }

  private async answer(worker: Worker, { source, id }: { source: string; id: number }): Promise<void> {
    try {
      const metrics = await collectMetrics(await this.metrics());
      send(worker, { type: 'nestjs-telemetry:all-metrics', source, id, metrics });
    } catch (error) {
      send(worker, { type: 'nestjs-telemetry:all-metrics-failed', source, id, reason: reasonOf(error) });
    }
  }

  // Its channel is closed, and all of its messages have arrived.
  private lose(lost: Worker): void {
    for (const [source, worker] of this.sources) if (worker === lost) this.forget(source);
  }

  private forget(source: string): void {
    this.sources.delete(source);
    this.numbers.left(source);
    for (const question of this.waiting.values()) if (question.source === source) question.answered();
  }
}

/** A worker that is exiting has no channel. The handler of its disconnection deals with it. */
function send(worker: Worker, message: ClusterMessage): void {
  if (worker.isConnected()) worker.send(message, undefined, () => undefined);
}
