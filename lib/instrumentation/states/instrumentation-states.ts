import type { ReportFault } from '../../observation/index.js';
import { describeLoss, type Loss } from './loss.js';

/** What one instrumentation of an application does and lacks. */
export interface InstrumentationState {
  readonly name: string;
  /** Whether it observes all that it is meant to observe. */
  readonly active: boolean;
  readonly losses: readonly Loss[];
  /** True if the application had loaded the library before telemetry started. */
  readonly loadedBefore?: boolean;
}

/** The instrumentations that an application uses, and what they lack. Each loss is reported once. */
export class InstrumentationStates {
  private readonly losses = new Map<string, Map<string, Loss>>();
  private readonly loadedBefore = new Set<string>();

  constructor(readonly report: ReportFault) {}

  /** An instrumentation observes a library that the application uses. */
  start(name: string): void {
    this.of(name);
  }

  /** The application had loaded the library of this instrumentation already. */
  foundLoaded(name: string): void {
    this.loadedBefore.add(name);
  }

  /** Reports what an instrumentation lacks. */
  lose(loss: Loss): void {
    const losses = this.of(loss.instrumentation);
    const sentence = describeLoss(loss);
    if (losses.has(sentence)) return;
    losses.set(sentence, loss);
    this.report(sentence, loss.error);
  }

  /** In the order in which they started. */
  read(): readonly InstrumentationState[] {
    return Array.from(this.losses, ([name, losses]) => ({
      name,
      active: losses.size === 0,
      losses: [...losses.values()],
      ...(this.loadedBefore.has(name) ? { loadedBefore: true } : {}),
    }));
  }

  private of(name: string): Map<string, Loss> {
    let losses = this.losses.get(name);
    if (losses === undefined) {
      losses = new Map();
      this.losses.set(name, losses);
    }
    return losses;
  }
}
