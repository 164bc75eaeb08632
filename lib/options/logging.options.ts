import type { CanActivate, Type } from '@nestjs/common';
import type { DestinationStream } from 'pino';
import type { EARLIER_EVENT_NAMES } from './earlier-names.js';
import type { LogEventName, LogFormat, LogLevel, LogOutput } from './names.js';

/** A file that is begun anew when it is large or old. */
export interface LogFileOptions {
  readonly path: string;
  /** Default 104857600 (100 MiB). */
  readonly maxSizeBytes?: number;
  /** Rotated files that are kept. Default 3. */
  readonly maxBackups?: number;
  /** Days for which rotated files are kept. Default 30. */
  readonly maxAgeDays?: number;
  /** Compress rotated files with gzip. Default true. */
  readonly compress?: boolean;
}

/** Logs to an OTLP receiver, which Loki, Elastic and the Collector are. */
export interface OtlpLogsOptions {
  /** Base URL; `/v1/logs` is added. Default: `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `Authorization: Bearer …`. */
  readonly apiKey?: string;
  /** Lines in one export. Default 100. */
  readonly maxExportBatchSize?: number;
  /** Longest time that a line waits, in milliseconds. Default 5000. */
  readonly flushIntervalMs?: number;
  /** Lines that wait for export; what does not fit is dropped and counted. Default 10000. */
  readonly maxQueueSize?: number;
  /** Longest time that one export may take, retries included, in milliseconds. Default 30000. */
  readonly exportTimeoutMs?: number;
}

/** Which finished operations of a kind write a line: all, none, or those that were slow or failed. */
export type LogEventOption =
  | boolean
  | {
      /** Write those that took longer, in milliseconds. */
      readonly slowerThanMs?: number;
      /** Write those that failed. Default true. */
      readonly failed?: boolean;
    };

/** What is not shown, in logs and span attributes alike. */
export interface RedactOptions {
  /** Names, besides password, secret, token, authorization, cookie, API key and card number, at any depth. */
  readonly keys?: readonly string[];
  /** Places in a line's fields, such as `user.email` or `items[*].note`. */
  readonly paths?: readonly string[];
}

/** Where levels can be read and changed while the application runs. */
export interface LogLevelEndpointOptions {
  /** Default `/log-level`. */
  readonly path?: string;
  /** Decides who may. */
  readonly guard: Type<CanActivate> | ((request: unknown) => boolean | Promise<boolean>);
}

export interface LoggingOptions {
  /** Default `info`. */
  readonly level?: LogLevel;
  /** Levels of single contexts, such as `{ OrdersService: 'debug' }`. */
  readonly levels?: Readonly<Record<string, LogLevel>>;
  /** Default: `text` on a terminal outside production, else `json`. */
  readonly format?: LogFormat;
  /** Default: `file` and `stdout` if a file is given, else `stdout`. */
  readonly output?: LogOutput;
  readonly file?: LogFileOptions;
  /** A stream of yours in place of stdout. */
  readonly destination?: DestinationStream;
  readonly otlp?: boolean | OtlpLogsOptions;
  /** File, line and function of each call. It costs about 20 µs a line; with `--enable-source-maps`, Node names the source as it was written. Default false. */
  readonly caller?: boolean;
  /** Default: every request, and what else failed. `message` is an earlier name of `messaging`. */
  readonly events?: Readonly<Partial<Record<LogEventName | keyof typeof EARLIER_EVENT_NAMES, LogEventOption>>>;
  /** Paths whose requests write no line. A trailing `*` matches what follows. */
  readonly excludePaths?: readonly string[];
  /** One wide line for each unit of work in place of the request's: all that was assigned, and what its calls cost. Default false. */
  readonly wide?: boolean;
  /** Default: on, with the names that are known for secrets. */
  readonly redact?: false | RedactOptions;
  readonly levelEndpoint?: LogLevelEndpointOptions;
  /** Identical errors of one context that are written in a minute; more are counted and summed up. False: all. Default 100. */
  readonly maxSameErrorsPerMinute?: number | false;
}

export interface ResolvedLogging {
  readonly level: LogLevel;
  readonly levels: Readonly<Record<string, LogLevel>>;
  readonly format: LogFormat;
  readonly output: LogOutput;
  readonly file: Required<LogFileOptions> | undefined;
  readonly destination: DestinationStream | undefined;
  readonly otlp:
    | (Required<Pick<OtlpLogsOptions, 'maxExportBatchSize' | 'flushIntervalMs' | 'maxQueueSize' | 'exportTimeoutMs'>> &
        OtlpLogsOptions)
    | undefined;
  readonly caller: boolean;
  readonly events: Readonly<Record<LogEventName, { readonly slowerThanMs: number; readonly failed: boolean }>>;
  readonly excludePaths: readonly string[];
  readonly wide: boolean;
  readonly redact: Required<RedactOptions> | false;
  readonly levelEndpoint: Required<LogLevelEndpointOptions> | undefined;
  readonly maxSameErrorsPerMinute: number;
}
