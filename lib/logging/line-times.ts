import { type Context, context as contextApi } from '@opentelemetry/api';
import { clockOf } from '../context/clock-of.js';
import { TimestampText } from './timestamp.js';

/** The times of one logger's lines, from the clock of the spans around them. */
export class LineTimes {
  private readonly text = new TimestampText();
  private about: Context | undefined;

  /** The member `timestamp` of the line's JSON. */
  member(): string {
    return `,"timestamp":"${this.text.of(clockOf(this.about ?? contextApi.active()).now())}"`;
  }

  /** Runs `write`, which writes a line about work in `context`. The work may be over. */
  within(context: Context, write: () => void): void {
    this.about = context;
    try {
      write();
    } finally {
      this.about = undefined;
    }
  }
}
