import { allFields, errorOf, isObject, type LogLine, textOf, wholeStack } from './log-line.js';

/** The version of Elastic Common Schema that defines the names. */
const ECS_VERSION = '8.11.0';

/** ECS names for event fields. */
const KNOWN: Readonly<Record<string, string>> = {
  event: 'event.action',
  method: 'http.request.method',
  url: 'url.path',
  status_code: 'http.response.status_code',
  response_size_bytes: 'http.response.body.bytes',
  client_address: 'client.address',
};

/** Elastic Common Schema. Custom fields become labels: flat keywords. */
export function ecsLine(line: LogLine): object {
  const error = errorOf(line);
  const known: Record<string, unknown> = {};
  const labels: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(allFields(line))) {
    const ecs = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
    if (ecs !== undefined && !isObject(value)) known[ecs] = value;
    else if (name === 'duration_ms' && typeof value === 'number') known['event.duration'] = Math.round(value * 1e6);
    else addLabel(labels, name, value);
  }
  return {
    '@timestamp': line.timestamp,
    'log.level': line.level,
    message: line.message,
    'ecs.version': ECS_VERSION,
    'service.name': line.service,
    'service.version': line.version,
    'service.environment': line.environment,
    'log.logger': line.context,
    'trace.id': line.trace_id,
    'span.id': line.span_id,
    'http.request.id': line.request_id,
    'error.id': error?.['id'],
    'error.type': error?.type,
    'error.message': error?.message,
    'error.stack_trace': error && wholeStack(error),
    'log.origin.file.name': line.caller?.file,
    'log.origin.file.line': line.caller?.line,
    'log.origin.function': line.caller?.function,
    ...known,
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
  };
}

// ECS would read a dot in a label's name as a nested object.
function addLabel(labels: Record<string, unknown>, name: string, value: unknown): void {
  if (isObject(value)) {
    for (const [inner, part] of Object.entries(value)) addLabel(labels, `${name}_${inner}`, part);
  } else {
    labels[name.replaceAll('.', '_')] = typeof value === 'object' && value !== null ? textOf(value) : value;
  }
}
