import { EARLIER_EVENT_NAMES } from './earlier-names.js';
import { LOG_EVENT_NAMES, LOG_FORMATS, LOG_LEVELS, LOG_OUTPUTS } from './names.js';
import {
  anyOf,
  boolean,
  count,
  group,
  hasMethods,
  isFalse,
  listOf,
  number,
  oneOf,
  path,
  record,
  type Rule,
  type Rules,
  text,
  url,
} from './rules.js';

const LEVEL = oneOf(LOG_LEVELS);

const LEVELS: Rule = (value) => {
  const problem = record()(value);
  if (problem !== undefined) return problem;
  for (const level of Object.values(value as object)) {
    const wrong = LEVEL(level);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

const EVENT = anyOf(
  'It says which operations write a line.',
  boolean(),
  group({ slowerThanMs: number(0, Number.MAX_SAFE_INTEGER, 'It is a duration.'), failed: boolean() }),
);

const GUARD: Rule = (value) =>
  typeof value === 'function' ? undefined : { why: 'It decides who may.', fix: 'Give a guard class or a function.' };

export const LOGGING_RULES: Rules = {
  level: LEVEL,
  levels: LEVELS,
  format: oneOf(LOG_FORMATS),
  output: oneOf(LOG_OUTPUTS),
  file: { path: text(), maxSizeBytes: count(), maxBackups: count(), maxAgeDays: count(), compress: boolean() },
  destination: hasMethods('a writable stream', 'write'),
  otlp: anyOf(
    'It says whether and where lines are sent.',
    boolean(),
    group({
      endpoint: url(),
      headers: record(),
      apiKey: text(),
      maxExportBatchSize: count(),
      flushIntervalMs: count(),
      maxQueueSize: count(),
      exportTimeoutMs: count(),
    }),
  ),
  caller: boolean(),
  events: Object.fromEntries([...LOG_EVENT_NAMES, ...Object.keys(EARLIER_EVENT_NAMES)].map((name) => [name, EVENT])),
  excludePaths: listOf(path()),
  wide: boolean(),
  redact: anyOf('It says what is hidden.', isFalse(), group({ keys: listOf(text()), paths: listOf(text()) })),
  levelEndpoint: { path: path(), guard: GUARD },
  maxSameErrorsPerMinute: anyOf('It is a limit.', isFalse(), count()),
};
