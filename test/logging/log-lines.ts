import { createRootLogger, type RootLogger } from '../../lib/logging/root-logger.js';
import type { LoggingOptions } from '../../lib/options/logging.options.js';
import { resolveOptions } from '../../lib/telemetry.options.js';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** A logger as the module makes it, and the lines that it wrote. */
export function logInto(logging: LoggingOptions = {}): { root: RootLogger; lines(): LogLine[]; written: string[] } {
  const written: string[] = [];
  const destination = { write: (line: string) => written.push(line) };
  const options = resolveOptions({ service: { name: 'shop', version: '1', environment: 'test' }, logging }, {});
  return {
    root: createRootLogger(options, destination as never),
    written,
    lines: () => written.map((line) => JSON.parse(line) as LogLine),
  };
}
