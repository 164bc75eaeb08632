import { ATTR_SERVER_ADDRESS, ATTR_SERVER_PORT } from '@opentelemetry/semantic-conventions';
import type { OperationAttributes } from '../../observation/index.js';

type Settings = Readonly<Record<string, unknown>>;

/** A transport's options that name its broker, and Nest's defaults for them. */
interface Broker {
  /** Texts such as `amqp://host:5672` or `host:9092`, or objects with a host. */
  readonly of: (options: Settings) => unknown;
  readonly port: number;
}

const HOST_AND_PORT: Broker['of'] = ({ host = 'localhost', port }) => ({ host, port });

const BROKERS: Readonly<Record<string, Broker>> = {
  tcp: { of: HOST_AND_PORT, port: 3000 },
  redis: { of: HOST_AND_PORT, port: 6379 },
  nats: { of: ({ servers = 'localhost' }) => servers, port: 4222 },
  mqtt: { of: ({ url, host, hostname = host, port }) => url ?? { host: hostname ?? 'localhost', port }, port: 1883 },
  rabbitmq: { of: ({ urls = 'localhost' }) => urls, port: 5672 },
  kafka: { of: ({ client }) => settings(client)['brokers'] ?? 'localhost', port: 9092 },
};

/** The ports of schemes that do not have their transport's own. */
const SCHEME_PORTS: Readonly<Record<string, number>> = { amqps: 5671, mqtts: 8883, ws: 80, wss: 443 };
// A password may have any characters: the host comes after the last `@`.
const ADDRESS = /^(?:(\w+):\/\/)?(?:.*@)?(\[[\da-f:.]+\]|[^:/?#[\]@]+)(?::(\d{1,5}))?(?:[/?#].*)?$/i;

const known = new WeakMap<object, OperationAttributes>();

/**
 * The address of the broker that a client or server of messages is configured with. Empty if it has several, or chooses
 * it at run time. Credentials in a URL are left out.
 */
export function brokerAddress(system: string, owner: object): OperationAttributes {
  let attributes = known.get(owner);
  if (attributes === undefined) {
    attributes = attributesOf(system, owner as { readonly options?: unknown });
    known.set(owner, attributes);
  }
  return attributes;
}

function attributesOf(system: string, owner: { readonly options?: unknown }): OperationAttributes {
  const broker = Object.hasOwn(BROKERS, system) ? BROKERS[system] : undefined;
  if (broker === undefined) return {};
  // Nest's TCP client has no options, and its host and port in fields.
  const configured = broker.of(settings(owner.options ?? owner));
  const brokers: readonly unknown[] = Array.isArray(configured) ? configured : [configured];
  return brokers.length === 1 ? addressOf(brokers[0], broker.port) : {};
}

function addressOf(broker: unknown, defaultPort: number): OperationAttributes {
  if (typeof broker === 'string') {
    const [, scheme = '', host, port] = ADDRESS.exec(broker) ?? [];
    return attributes(host, port ?? SCHEME_PORTS[scheme.toLowerCase()] ?? defaultPort);
  }
  const { host, hostname = host, port } = settings(broker);
  return attributes(hostname, port ?? defaultPort);
}

function attributes(host: unknown, port: unknown): OperationAttributes {
  if (typeof host !== 'string') return {};
  return { [ATTR_SERVER_ADDRESS]: host.replace(/^\[(.*)\]$/, '$1'), [ATTR_SERVER_PORT]: Number(port) };
}

function settings(value: unknown): Settings {
  return typeof value === 'object' && value !== null ? (value as Settings) : {};
}
