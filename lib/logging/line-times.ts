import { type Context, type HrTime, context as contextApi } from '@opentelemetry/api';
import { clockOf } from '../context/clock-of.js';

/** The times of one logger's lines, from the clock of the spans around them. */
export class LineTimes {
  private about: Context | undefined;
  private time: HrTime | undefined;

  /** The time of the line that is written now. */
  read(): HrTime {
    return this.time ?? clockOf(this.about ?? contextApi.active()).now();
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
