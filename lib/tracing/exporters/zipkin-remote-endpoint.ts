import { isIP } from 'node:net';
import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import {
  ATTR_DB_NAMESPACE,
  ATTR_DB_SYSTEM_NAME,
  ATTR_NETWORK_PEER_ADDRESS,
  ATTR_NETWORK_PEER_PORT,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@opentelemetry/semantic-conventions';
import { ATTR_MESSAGING_SYSTEM_NAME } from '../../conventions/attributes.js';
import type { ZipkinEndpoint } from './zipkin-endpoint.js';

/** The other side of these is what the span is about. The other side of a server is whoever asked. */
const KINDS: ReadonlySet<SpanKind> = new Set([SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER]);

/** By rank, as in OpenTelemetry's transformation to Zipkin; the systems follow, for what has nothing else. */
const NAMES = [
  'peer.service',
  ATTR_SERVER_ADDRESS,
  ATTR_DB_NAMESPACE,
  ATTR_DB_SYSTEM_NAME,
  ATTR_MESSAGING_SYSTEM_NAME,
] as const;

/** Zipkin draws the graph of services from it. An IP address is not the name of a service. */
export function zipkinRemoteEndpoint({ kind, attributes }: ReadableSpan): ZipkinEndpoint | undefined {
  if (!KINDS.has(kind)) return undefined;
  const serviceName = NAMES.map((name) => attributes[name]).find(isServiceName);
  const address = addressIn(attributes);
  if (serviceName === undefined && address === undefined) return undefined;
  return { ...(serviceName === undefined ? {} : { serviceName }), ...address };
}

/** The address of the connection, or of the server that was asked for. */
function addressIn(attributes: Attributes): ZipkinEndpoint | undefined {
  return (
    endpoint(attributes[ATTR_NETWORK_PEER_ADDRESS], attributes[ATTR_NETWORK_PEER_PORT]) ??
    endpoint(attributes[ATTR_SERVER_ADDRESS], attributes[ATTR_SERVER_PORT])
  );
}

function endpoint(address: unknown, port: unknown): ZipkinEndpoint | undefined {
  const version = typeof address === 'string' ? isIP(address) : 0;
  if (version === 0) return undefined;
  const ip = version === 4 ? { ipv4: address as string } : { ipv6: address as string };
  return typeof port === 'number' && port > 0 ? { ...ip, port } : ip;
}

function isServiceName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && isIP(value) === 0;
}
