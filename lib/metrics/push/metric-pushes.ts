import type { ReportFault } from '../../observation/index.js';
import {
  type MissingPushes,
  PeriodicPush,
  type PushCounts,
  type PushDestination,
  type PushTarget,
} from './periodic-push.js';

export interface RejectedPoints {
  readonly target: string;
  readonly points: number;
}

/** The pushes of an application's metrics, which run until the application ends. */
export class MetricPushes {
  private readonly pushes: PeriodicPush[] = [];
  private readonly ends: ((deadline: AbortSignal) => Promise<void>)[] = [];

  constructor(private readonly report: ReportFault) {}

  counts(): readonly PushCounts[] {
    return this.pushes.map(({ counts }) => counts);
  }

  targets(): readonly PushDestination[] {
    return this.pushes.map(({ destination }) => destination);
  }

  /** Metrics that have not arrived, by target. */
  missing(): readonly MissingPushes[] {
    return this.pushes.map(({ missing }) => missing).filter(({ pushes }) => pushes > 0);
  }

  /** Data points that were rejected, by target. */
  rejected(): readonly RejectedPoints[] {
    return this.pushes.map(({ counts: { target }, rejectedPoints: points }) => ({ target, points }));
  }

  add(target: PushTarget, intervalMs: number): void {
    const periodic = new PeriodicPush(target, this.report);
    this.pushes.push(periodic);
    this.ends.push(periodic.start(intervalMs));
  }

  /** Pushes a last time, and gives up at the deadline. Never rejects. */
  async end(deadline: AbortSignal): Promise<void> {
    await Promise.all(this.ends.map((end) => end(deadline)));
  }
}
