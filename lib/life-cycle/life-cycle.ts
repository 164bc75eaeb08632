import { type Phase, PHASES } from './phase.js';
import { TimeLimitError } from './within.js';

/** The last part of its time, in which an end whose signal is aborted may still count what it gives up. */
const GRACE = 0.05;

/** Ends something. The signal is aborted when its time is over: what is under way must then stop at once. */
export type End = (deadline: AbortSignal) => void | Promise<void>;

interface Ending {
  readonly phase: Phase;
  readonly name: string;
  readonly end: End;
}

/**
 * All that telemetry has started, and how it ends. Phases end one after the other; what is in one phase ends side by
 * side, the latest first. All together have one budget: a phase may use half of what is left, the last phase all of it.
 */
export class LifeCycle {
  private readonly endings: Ending[] = [];
  private ending: Promise<void> | undefined;

  constructor(
    private readonly budgetMs: number,
    private readonly report: (what: string, error?: unknown) => void,
  ) {}

  /** Notes how something that has just been started ends. `name` completes the sentence "… did not end". */
  endsWith(phase: Phase, name: string, end: End): void {
    this.endings.push({ phase, name, end });
  }

  /** Ends everything, once. It never rejects, and takes no longer than the budget. */
  end(): Promise<void> {
    this.ending ??= this.endAll();
    return this.ending;
  }

  private async endAll(): Promise<void> {
    const over = performance.now() + this.budgetMs;
    for (const phase of PHASES) {
      const left = Math.max(0, over - performance.now());
      const ms = phase === PHASES.at(-1) ? left : left / 2;
      const due = this.endings.filter((ending) => ending.phase === phase).toReversed();
      await Promise.all(due.map((ending) => this.finish(ending, ms)));
    }
    // What has ended holds on to the application no longer.
    this.endings.length = 0;
  }

  private async finish({ name, end }: Ending, ms: number): Promise<void> {
    const deadline = new AbortController();
    const late = Promise.withResolvers<never>();
    let timer = setTimeout(
      () => {
        deadline.abort(new Error('the application shuts down'));
        timer = setTimeout(() => late.reject(new TimeLimitError(Math.round(ms))), ms * GRACE);
      },
      ms * (1 - GRACE),
    );
    try {
      await Promise.race([(async () => end(deadline.signal))(), late.promise]);
    } catch (error) {
      deadline.abort(error);
      this.report(`At shutdown, ${name} did not end well`, error);
    } finally {
      clearTimeout(timer);
    }
  }
}
