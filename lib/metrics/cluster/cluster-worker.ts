import { randomUUID } from 'node:crypto';
import type { Registry } from 'prom-client';
import type { ReportFault } from '../../observation/index.js';
import { type CollectedMetric, collectMetrics } from '../otlp/collected-metric.js';
import { aggregate } from './aggregate.js';
import { type ClusterMessage, isClusterMessage, reasonOf } from './cluster-messages.js';

/** Longer than the primary's time limit for a worker. */
const ANSWER_TIMEOUT_MS = 5_000;

interface Answer {
  readonly metrics?: readonly CollectedMetric[];
  readonly reason?: string;
}

/** Runs in a worker. It sends the worker's metrics to the primary, and requests the metrics of all processes. */
export class ClusterWorker {
  private readonly source = randomUUID();
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private questions = 0;

  constructor(
    private readonly registry: Registry,
    private readonly report: ReportFault,
    private readonly answerTimeoutMs = ANSWER_TIMEOUT_MS,
  ) {}

  /** Starts, and returns a function that stops. The stop sends the last metrics, so that no count is lost. */
  start(): () => Promise<void> {
    const onMessage = (message: unknown) => {
      if (isClusterMessage(message)) void this.hear(message);
    };
    process.on('message', onMessage);
    void this.introduce();
    return async () => {
      process.off('message', onMessage);
      const metrics = await collectMetrics(this.registry);
      await send({ type: 'nestjs-telemetry:last-metrics', source: this.source, metrics });
    };
  }

  /**
   * The combined metrics of all processes. Rejects if the primary does not answer: the numbers of one worker in their
   * place would look like counters that decrease.
   */
  metrics(): Promise<Registry> {
    const id = ++this.questions;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(
          new Error(
            `no answer from the primary within ${this.answerTimeoutMs} ms; has it called serveClusterMetrics()?`,
          ),
        );
      }, this.answerTimeoutMs);
      this.waiting.set(id, ({ metrics, reason }) => {
        clearTimeout(timer);
        this.waiting.delete(id);
        if (metrics === undefined) reject(new Error(`the primary could not collect the metrics: ${reason}`));
        else resolve(aggregate([metrics]));
      });
      void send({ type: 'nestjs-telemetry:all-metrics-wanted', source: this.source, id });
    });
  }

  private async hear(message: ClusterMessage): Promise<void> {
    if (message.type === 'nestjs-telemetry:who-has-metrics') await this.introduce();
    else if (message.source !== this.source) return;
    else if (message.type === 'nestjs-telemetry:all-metrics') this.waiting.get(message.id)?.(message);
    else if (message.type === 'nestjs-telemetry:all-metrics-failed') this.waiting.get(message.id)?.(message);
    else if (message.type === 'nestjs-telemetry:metrics-wanted') await this.answer(message.id);
  }

  private introduce(): Promise<void> {
    return send({ type: 'nestjs-telemetry:have-metrics', source: this.source });
  }

  private async answer(id: number): Promise<void> {
    const { source } = this;
    try {
      await send({ type: 'nestjs-telemetry:metrics', source, id, metrics: await collectMetrics(this.registry) });
    } catch (error) {
      this.report('The metrics could not be collected for the primary of the cluster', error);
      await send({ type: 'nestjs-telemetry:metrics-failed', source, id, reason: reasonOf(error) });
    }
  }
}

/** Waits until the message is sent. Without a primary, there is no receiver. */
function send(message: ClusterMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}
