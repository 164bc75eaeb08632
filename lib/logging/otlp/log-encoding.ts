import { ATTRIBUTE_FIELDS, OTLP_VALUE_FIELDS, type OtlpAttribute } from '../../sending/otlp-attributes.js';
import { encodeProtobuf, type FieldSchema } from '../../sending/protobuf-writer.js';
import { SCOPE } from '../../context/scope.js';
import type { OtlpLogRecord } from './log-record.js';

/** A record that waits to be sent: in protobuf's wire format, or as JSON. */
export type EncodedRecord = Uint8Array | string;

/** Encodes a record when its line is written, and a request from encoded records. */
export interface LogEncoding {
  record(record: OtlpLogRecord): EncodedRecord;
  /** Without records, the request is empty. */
  request(resource: readonly OtlpAttribute[], records: readonly EncodedRecord[]): Uint8Array;
}

// Source: OTLP 1.8, `logs.proto`.
const RECORD: readonly FieldSchema[] = [
  { name: 'timeUnixNano', number: 1, type: 'fixed64' },
  { name: 'observedTimeUnixNano', number: 11, type: 'fixed64' },
  { name: 'severityNumber', number: 2, type: 'enum' },
  { name: 'severityText', number: 3, type: 'string' },
  { name: 'body', number: 5, type: OTLP_VALUE_FIELDS },
  { name: 'attributes', number: 6, type: ATTRIBUTE_FIELDS, repeated: 'each' },
  { name: 'droppedAttributesCount', number: 7, type: 'enum' },
  { name: 'flags', number: 8, type: 'fixed32' },
  { name: 'traceId', number: 9, type: 'hex' },
  { name: 'spanId', number: 10, type: 'hex' },
  { name: 'eventName', number: 12, type: 'string' },
];
const SCOPE_NAME: readonly FieldSchema[] = [
  { name: 'name', number: 1, type: 'string' },
  { name: 'version', number: 2, type: 'string' },
];
const SCOPE_LOGS: readonly FieldSchema[] = [
  { name: 'scope', number: 1, type: () => SCOPE_NAME },
  // An encoded message and bytes are the same on the wire.
  { name: 'logRecords', number: 2, type: 'bytes', repeated: 'each' },
  { name: 'schemaUrl', number: 3, type: 'string' },
];
const RESOURCE: readonly FieldSchema[] = [{ name: 'attributes', number: 1, type: ATTRIBUTE_FIELDS, repeated: 'each' }];
const RESOURCE_LOGS: readonly FieldSchema[] = [
  { name: 'resource', number: 1, type: () => RESOURCE },
  { name: 'scopeLogs', number: 2, type: () => SCOPE_LOGS, repeated: 'each' },
];
const REQUEST: readonly FieldSchema[] = [
  { name: 'resourceLogs', number: 1, type: () => RESOURCE_LOGS, repeated: 'each' },
];

const { schemaUrl, ...scope } = SCOPE;

function requestOf(attributes: readonly OtlpAttribute[], logRecords: readonly EncodedRecord[]): object {
  return { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ scope, logRecords, schemaUrl }] }] };
}

export const PROTOBUF_LOGS: LogEncoding = {
  record: (record) => encodeProtobuf(record, () => RECORD),
  request: (resource, records) =>
    encodeProtobuf(records.length === 0 ? {} : requestOf(resource, records), () => REQUEST),
};

const NO_RECORDS = '"logRecords":[]';

export const JSON_LOGS: LogEncoding = {
  record: (record) => JSON.stringify(record),
  request: (resource, records) => {
    if (records.length === 0) return Buffer.from('{}');
    const [before = '', after = ''] = splitLast(JSON.stringify(requestOf(resource, [])), NO_RECORDS);
    return Buffer.from(`${before}"logRecords":[${records.join(',')}]${after}`);
  },
};

/** The resource comes first, and may have any text. */
function splitLast(text: string, part: string): readonly string[] {
  const at = text.lastIndexOf(part);
  return [text.slice(0, at), text.slice(at + part.length)];
}
