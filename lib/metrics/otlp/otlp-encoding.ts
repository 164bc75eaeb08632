import { ATTRIBUTE_FIELDS } from '../../sending/otlp-attributes.js';
import { encodeProtobuf, type FieldSchema, type MessageSchema } from '../../sending/protobuf-writer.js';
import type { OtlpMetricsRequest } from './otlp-request.js';

// Source: OTLP 1.8, `metrics.proto`.
const message =
  (...fields: readonly FieldSchema[]): MessageSchema =>
  () =>
    fields;
const ATTRIBUTES = { name: 'attributes', type: ATTRIBUTE_FIELDS, repeated: 'each' } as const;
const points = (type: MessageSchema): FieldSchema => ({ name: 'dataPoints', number: 1, type, repeated: 'each' });
const TIMES: readonly FieldSchema[] = [
  { name: 'startTimeUnixNano', number: 2, type: 'fixed64' },
  { name: 'timeUnixNano', number: 3, type: 'fixed64' },
];
const TEMPORALITY: FieldSchema = { name: 'aggregationTemporality', number: 2, type: 'enum' };
const EXEMPLAR = message(
  { name: 'timeUnixNano', number: 2, type: 'fixed64' },
  { name: 'asDouble', number: 3, type: 'double' },
  { name: 'spanId', number: 4, type: 'hex' },
  { name: 'traceId', number: 5, type: 'hex' },
);
const NUMBER_POINT = message({ ...ATTRIBUTES, number: 7 }, ...TIMES, { name: 'asDouble', number: 4, type: 'double' });
const HISTOGRAM_POINT = message(
  { ...ATTRIBUTES, number: 9 },
  ...TIMES,
  { name: 'count', number: 4, type: 'fixed64' },
  { name: 'sum', number: 5, type: 'double' },
  { name: 'bucketCounts', number: 6, type: 'fixed64', repeated: 'packed' },
  { name: 'explicitBounds', number: 7, type: 'double', repeated: 'packed' },
  { name: 'exemplars', number: 8, type: EXEMPLAR, repeated: 'each' },
);
const METRIC = message(
  { name: 'name', number: 1, type: 'string' },
  { name: 'description', number: 2, type: 'string' },
  { name: 'unit', number: 3, type: 'string' },
  { name: 'gauge', number: 5, type: message(points(NUMBER_POINT)) },
  {
    name: 'sum',
    number: 7,
    type: message(points(NUMBER_POINT), TEMPORALITY, { name: 'isMonotonic', number: 3, type: 'bool' }),
  },
  { name: 'histogram', number: 9, type: message(points(HISTOGRAM_POINT), TEMPORALITY) },
);
const SCOPE = message({ name: 'name', number: 1, type: 'string' }, { name: 'version', number: 2, type: 'string' });
const SCOPE_METRICS = message(
  { name: 'scope', number: 1, type: SCOPE },
  { name: 'metrics', number: 2, type: METRIC, repeated: 'each' },
  { name: 'schemaUrl', number: 3, type: 'string' },
);
const RESOURCE_METRICS = message(
  { name: 'resource', number: 1, type: message({ ...ATTRIBUTES, number: 1 }) },
  { name: 'scopeMetrics', number: 2, type: SCOPE_METRICS, repeated: 'each' },
);
const REQUEST = message({ name: 'resourceMetrics', number: 1, type: RESOURCE_METRICS, repeated: 'each' });

export function encodeJson(request: OtlpMetricsRequest): Uint8Array {
  return Buffer.from(JSON.stringify(request));
}

export function encodeRequest(request: OtlpMetricsRequest): Uint8Array {
  return encodeProtobuf(request, REQUEST);
}
