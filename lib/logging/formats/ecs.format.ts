import { wholeStack } from '../line/error-heading.js';
import { jsonText } from '../line/json-text.js';
import { isObject } from '../line/line-parts.js';
import type { LogLine } from '../line/log-line.js';

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

type Members = Record<string, unknown>;

/** Elastic Common Schema. Custom fields become labels: flat keywords. */
export function ecsLine(line: LogLine): string {
  const { bound, error } = line;
  const { context, trace_id, span_id, request_id, caller } = line.parts;
  const members: Members = {
    '@timestamp': line.timestamp,
    'log.level': line.level,
    message: line.message,
    'ecs.version': ECS_VERSION,
    'service.name': bound.service,
    'service.version': bound.version,
    'service.environment': bound.environment,
    'log.logger': context,
    'trace.id': trace_id,
    'span.id': span_id,
    'http.request.id': request_id,
  };
  if (error !== undefined) {
    members['error.id'] = error['id'];
    members['error.code'] = error.code === undefined ? undefined : String(error.code);
    members['error.type'] = error.type;
    members['error.message'] = error.message;
    members['error.stack_trace'] = wholeStack(error);
  }
  if (caller !== undefined) {
    members['log.origin.file.name'] = caller.file;
    members['log.origin.file.line'] = caller.line;
    members['log.origin.function'] = caller.function;
  }
  addFields(members, line.fields);
  return jsonText(members);
}

function addFields(members: Members, fields: Readonly<Record<string, unknown>>): void {
  const labels: Members = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    const ecs = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
    if (ecs !== undefined && !isObject(value)) members[ecs] = value;
    else if (name === 'duration_ms' && typeof value === 'number') members['event.duration'] = Math.round(value * 1e6);
    else addLabel(labels, name, value);
  }
  for (const _ in labels) {
    members['labels'] = labels;
    return;
  }
}

// ECS would read a dot in a label's name as a nested object.
function addLabel(labels: Members, name: string, value: unknown): void {
  if (value === undefined) return;
  if (isObject(value)) {
    for (const inner of Object.keys(value)) addLabel(labels, `${name}_${inner}`, value[inner]);
  } else {
    labels[name.includes('.') ? name.replaceAll('.', '_') : name] = Array.isArray(value) ? jsonText(value) : value;
  }
}
