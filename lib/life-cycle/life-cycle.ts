import { type Phase, PHASES } from './phase.js';
import { TimeLimitError } from './within.js';

/** The last part of the time limit. In it, a participant whose signal is aborted can still count what it drops. */
const GRACE = 0.05;

/** Stops something. The signal is aborted when the time limit is over: stop all work in progress at once. */
export type End = (deadline: AbortSignal) => void | Promise<void>;

interface Ending {
  readonly phase: Phase;
  readonly name: string;
  readonly end: End;
}

/**
 * Everything that telemetry has started, and how it stops. Phases end one after the other. Inside a phase, all
 * participants end at the same time, the latest first. All phases share one time budget: a phase may use half of what
 * is left, the last phase all of it.
 */
export class LifeCycle {
  private readonly endings: Ending[] = [];
  private ending: Promise<void> | undefined;

  constructor(
    private readonly budgetMs: number,
    private readonly report: (what: string, error?: unknown) => void,
  ) {}

  /** Registers how to stop something that has just started. `name` completes the sentence "… did not end". */
  endsWith(phase: Phase, name: string, end: End): void {
    this.endings.push({ phase, name, end });
  }

  /** Stops everything, once. It never rejects, and it never takes longer than the budget. */
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
    // Release all references to the application.
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
