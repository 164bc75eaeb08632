import {
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_FUNCTION_NAME,
  ATTR_CODE_LINE_NUMBER,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
  ATTR_EXCEPTION_TYPE,
} from '@opentelemetry/semantic-conventions';
import { ATTR_EXCEPTION } from '../../conventions/attributes.js';
import { otlpFields } from '../../conventions/logs/otlp-fields.js';
import { wholeStack } from './error-heading.js';
import type { LineError, LineParts } from './line-parts.js';
import type { LogLine } from './log-line.js';

/** A line as OpenTelemetry's log data model has it, except its time, severity and body. */
export interface RecordAttributes {
  readonly eventName: string | undefined;
  /** Nested values are not flat yet. Undefined values are left out. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The fields, the caller and the error of a line, with the names of semantic conventions. */
export function recordAttributes(line: LogLine): RecordAttributes {
  const { eventName, attributes } = otlpFields(line.fields);
  const { request_id, caller } = line.parts;
  const { error } = line;
  if (request_id === undefined && caller === undefined && error === undefined) return { eventName, attributes };
  return { eventName, attributes: { ...attributes, request_id, ...ofCaller(caller), ...ofError(error) } };
}

function ofCaller(caller: LineParts['caller']): object | undefined {
  if (caller === undefined) return undefined;
  return {
    [ATTR_CODE_FILE_PATH]: caller.file,
    [ATTR_CODE_LINE_NUMBER]: caller.line,
    [ATTR_CODE_FUNCTION_NAME]: caller.function,
  };
}

/** The stack has those of the causes. No convention names the other parts of an error. */
function ofError(error: LineError | undefined): object | undefined {
  if (error === undefined) return undefined;
  const { type, message, stack: _stack, cause: _cause, ...rest } = error;
  return {
    [ATTR_EXCEPTION_TYPE]: type,
    [ATTR_EXCEPTION_MESSAGE]: message,
    [ATTR_EXCEPTION_STACKTRACE]: wholeStack(error),
    ...(Object.keys(rest).length === 0 ? {} : { [ATTR_EXCEPTION]: rest }),
  };
}
