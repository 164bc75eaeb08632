import { diag, type DiagLogger, DiagLogLevel } from '@opentelemetry/api';
import { isError } from '../conventions/errors/is-error.js';
import { currentTelemetry, type ReportFault, sharedState } from '../observation/index.js';

/** Different messages that are reported: some contain a name from a request. */
const MAX_MESSAGES = 100;
const MAX_LENGTH = 500;
/** Ids of traces and spans: with them, each message would be a new one. */
const IDS = /\b(?:[\da-f]{32}|[\da-f]{16})\b/g;
/** What OpenTelemetry's API says where its logger is replaced. */
const REPLACED = 'Current logger will be overwritten';

/** OpenTelemetry's API keeps what is registered with it here. It has no method that returns the logger. */
const API = Symbol.for('opentelemetry.js.api.1');

interface Forwarding {
  /** Of the applications that run, oldest first. */
  readonly reports: Set<ReportFault>;
  readonly reported: Set<string>;
  /** Our logger as the API has registered it. */
  registered?: unknown;
  isReporting: boolean;
}

const state = sharedState<Forwarding>('sdk-messages', () => ({
  reports: new Set(),
  reported: new Set(),
  isReporting: false,
}));

/**
 * Reports warnings and errors of OpenTelemetry's SDK, which the SDK itself does not show. A logger that the user has given to
 * `diag.setLogger()` stays, whether before or afterwards. Returns what ends it.
 *
 * With several applications, a message goes to the application of the unit of work, else to the oldest one.
 */
export function reportSdkMessages(report: ReportFault): () => void {
  const { reports } = state;
  reports.add(report);
  if (registeredLogger() === undefined) {
    diag.setLogger(LOGGER, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    state.registered = registeredLogger();
  }
  return () => {
    reports.delete(report);
    if (reports.size > 0) return;
    state.reported.clear();
    if (state.registered !== undefined && registeredLogger() === state.registered) diag.disable();
    state.registered = undefined;
  };
}

const LOGGER: DiagLogger = {
  error: forward,
  warn: forward,
  info: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
};

function forward(...parts: unknown[]): void {
  // The line about a message may cause the same message.
  if (state.isReporting) return;
  state.isReporting = true;
  try {
    const text = message(parts);
    if (text.startsWith(REPLACED) || !isNews(text)) return;
    reportOfCurrent()?.(`OpenTelemetry says: ${text}`);
  } finally {
    state.isReporting = false;
  }
}

/** Diagnostics counts a message that comes again; here, only the number of different ones is limited. */
function isNews(text: string): boolean {
  const { reported } = state;
  if (reported.size >= MAX_MESSAGES) return reported.has(text);
  reported.add(text);
  return true;
}

function reportOfCurrent(): ReportFault | undefined {
  const report = currentTelemetry(undefined)?.report;
  return report !== undefined && state.reports.has(report) ? report : [...state.reports][0];
}

function message(parts: readonly unknown[]): string {
  const text = parts.map(shown).join(' ').replaceAll(IDS, '…');
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

/** Of an object only that there is one: it may hold what the application works with. */
function shown(part: unknown): string {
  if (isError(part)) return part.message;
  if (typeof part === 'string' && part.startsWith('{"')) return flattened(part);
  return typeof part === 'object' && part !== null ? '{…}' : String(part);
}

/** The SDK's own handler of errors writes them as JSON, with their stack. */
function flattened(json: string): string {
  try {
    const { name, message: text } = JSON.parse(json) as { readonly name?: unknown; readonly message?: unknown };
    return typeof text === 'string' ? `${String(name ?? 'Error')}: ${text}` : json;
  } catch {
    return json;
  }
}

function registeredLogger(): unknown {
  return (globalThis as { [key: symbol]: { readonly diag?: unknown } | undefined })[API]?.diag;
}
