import { type Context, type HrTime, context as contextApi } from '@opentelemetry/api';
import { clockOf } from '../context/clock-of.js';

const NS_PER_US = 1_000;

/** The times of one logger's lines, from the clock of the spans around them. */
export class LineTimes {
  private about: Context | undefined;
  private time: HrTime | undefined;

  /** The time of the line that is written now, in whole microseconds: the same in every format. */
  read(): HrTime {
    const [seconds, nanoseconds] = this.time ?? clockOf(this.about ?? contextApi.active()).now();
    return [seconds, nanoseconds - (nanoseconds % NS_PER_US)];
  }

  /** Runs `write`, which writes a line about work in `context`. The work may be over. `time` is that of the line, if it is past. */
  within(context: Context, write: () => void, time?: HrTime): void {
    this.about = context;
    this.time = time;
    try {
      write();
    } finally {
      this.about = undefined;
      this.time = undefined;
    }
  }
}
