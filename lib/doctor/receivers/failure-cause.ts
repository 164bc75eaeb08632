import { withoutSecrets } from '../../options/shown-value.js';
import { GrpcStatusError } from '../../sending/grpc-status.js';
import { codeOf, OtlpStatusError } from '../../sending/passing-failure.js';

/** Why a receiver cannot be used, and what to do. */
export interface FailureCause {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

const CONTAINERS = 'In a container, localhost is the container itself: use the name of the service.';
const CREDENTIALS = 'Check the key in OTEL_EXPORTER_OTLP_HEADERS or in the option headers.';
const PROTOCOL =
  'Over HTTP, OTLP usually has port 4318; over gRPC it has port 4317 and needs OTEL_EXPORTER_OTLP_PROTOCOL=grpc. Compare https with http, too.';

/** By code of Node, of OpenSSL or of the resolver. */
const BY_CODE: readonly (readonly [RegExp, FailureCause])[] = [
  [
    /^ECONNREFUSED$/,
    {
      what: 'refuses connections',
      why: 'Nothing listens at this port (ECONNREFUSED).',
      fix: `Start the receiver, or correct its host and port. ${CONTAINERS}`,
    },
  ],
  [
    /^(?:ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL)$/,
    {
      what: 'has a host name that cannot be resolved',
      why: 'The name service (DNS) does not know it.',
      fix: 'Correct the host name, or the network of this process.',
    },
  ],
  [
    /^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/,
    {
      what: 'cannot be reached',
      why: 'No way leads there, or a firewall drops packets.',
      fix: 'Check the address, firewalls and network policies.',
    },
  ],
  [
    /^(?:CERT_\w+|ERR_TLS_(?!PROTOCOL)\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/,
    {
      what: 'has a certificate that is not trusted',
      why: 'TLS fails: the certificate is self-signed, expired, or for another host.',
      fix: 'Name its CA in OTEL_EXPORTER_OTLP_CERTIFICATE or NODE_EXTRA_CA_CERTS, or renew the certificate.',
    },
  ],
  [
    /^(?:EPROTO|ERR_SSL_\w+|ERR_TLS_PROTOCOL\w*)$/,
    {
      what: 'does not speak TLS as expected',
      why: 'The port may be one without TLS, or demand a client certificate.',
      fix: 'Use http:// in place of https://, or set OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and its key.',
    },
  ],
  [
    /^(?:HPE_\w+|ERR_HTTP2_\w+|ERR_STREAM_\w+|ECONNRESET|EPIPE)$/,
    { what: 'speaks another protocol', why: 'The answer cannot be read as one of this protocol.', fix: PROTOCOL },
  ],
];

const BY_STATUS: Readonly<Record<number, FailureCause>> = {
  401: { what: 'demands credentials', why: 'It answers with status 401.', fix: CREDENTIALS },
  403: { what: 'refuses the credentials', why: 'It answers with status 403.', fix: CREDENTIALS },
  404: {
    what: 'does not know the path',
    why: 'It answers with status 404.',
    fix: 'OTEL_EXPORTER_OTLP_ENDPOINT is a base URL, to which /v1/traces, /v1/metrics and /v1/logs are added. A variable for one signal is used as it is.',
  },
  405: { what: 'takes no POST requests', why: 'It answers with status 405.', fix: PROTOCOL },
  415: {
    what: 'does not take this encoding',
    why: 'It answers with status 415.',
    fix: 'Set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf or http/json.',
  },
};

const BY_GRPC_STATUS: Readonly<Record<number, FailureCause>> = {
  7: { what: 'refuses the credentials', why: 'It answers with PERMISSION_DENIED.', fix: CREDENTIALS },
  12: {
    what: 'does not have this service',
    why: 'It answers with UNIMPLEMENTED.',
    fix: 'Enable a pipeline for this signal in the receiver.',
  },
  16: { what: 'demands credentials', why: 'It answers with UNAUTHENTICATED.', fix: CREDENTIALS },
};

const NO_OTLP: FailureCause = {
  what: 'does not answer as a receiver of telemetry',
  why: 'Its answer is not one of this protocol; a web page or a proxy answers in such a way.',
  fix: PROTOCOL,
};

/** What an error of an attempt means. */
export function failureCause(error: unknown): FailureCause {
  if (error instanceof OtlpStatusError) return BY_STATUS[error.code] ?? answered(`status ${error.code}`);
  if (error instanceof GrpcStatusError) return BY_GRPC_STATUS[error.code] ?? answered(`gRPC status ${error.code}`);
  const code = codesOf(error).find((each) => BY_CODE.some(([pattern]) => pattern.test(each)));
  const known = BY_CODE.find(([pattern]) => code !== undefined && pattern.test(code));
  if (known !== undefined) return known[1];
  const { message } = Object(error) as { readonly message?: unknown };
  return { ...NO_OTLP, what: 'cannot be used', why: `${withoutSecrets(String(message ?? error)).slice(0, 200)}.` };
}

/** The answer is no OTLP. */
export function unconfirmedCause(): FailureCause {
  return NO_OTLP;
}

function answered(status: string): FailureCause {
  return { what: `answers with ${status}`, why: 'The request had no items.', fix: 'Look at the log of the receiver.' };
}

/** The innermost first, which is the cause of the others. A host with several addresses has one error for each. */
function codesOf(error: unknown, depth = 0): readonly string[] {
  if (depth > 3 || typeof error !== 'object' || error === null) return [];
  const { cause, errors } = error as { readonly cause?: unknown; readonly errors?: unknown };
  const code = codeOf(error);
  const inner = [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return [...inner.flatMap((each) => codesOf(each, depth + 1)), ...(typeof code === 'string' ? [code] : [])];
}
