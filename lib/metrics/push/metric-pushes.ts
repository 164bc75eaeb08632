import type { ReportFault } from '../../observation/index.js';
import { PeriodicPush, type PushCounts, type PushTarget } from './periodic-push.js';

/** The pushes of an application's metrics, which run until the application ends. */
export class MetricPushes {
  private readonly pushes: PeriodicPush[] = [];
  private readonly ends: (() => Promise<void>)[] = [];

  constructor(private readonly report: ReportFault) {}

  counts(): readonly PushCounts[] {
    return this.pushes.map(({ counts }) => counts);
  }

  add(target: PushTarget, intervalMs: number): void {
    const periodic = new PeriodicPush(target, this.report);
    this.pushes.push(periodic);
    this.ends.push(periodic.start(intervalMs));
  }

  /** Pushes a last time. Never rejects. */
  async end(): Promise<void> {
    await Promise.all(this.ends.map((end) => end()));
  }
}
