import type { ClientProxy } from '@nestjs/microservices';
import { context as contextApi } from '@opentelemetry/api';
import type { Observable } from 'rxjs';
import { MESSAGING_SEND } from '../../conventions/messaging/messaging.kind.js';
import { withMessageFacts } from '../../conventions/messaging/messaging-operation.js';
import { closeAll } from '../../life-cycle/close-all.js';
import type { Close, StartInstrumentation } from '../instrumentation.js';
import { Library } from '../internals/library.js';
import { loadOptional } from '../../packages/optional-package.js';
import { TelemetryError } from '../../telemetry.errors.js';
import { SharedPatch } from '../shared-patch.js';
import { brokerAddress } from './broker-address.js';
import { observedEvent, observedRequest, type Sending } from './client-messages.js';
import { ClosingClients } from './closing-clients.js';
import { DispatchedPackets, type DispatchMethod } from './dispatched-packets.js';
import { carryThroughSerializer } from './header-serializer.js';
import { type ClientMember, MICROSERVICE_CLIENTS_INTERNALS } from './microservice-clients.internals.js';
import { keyOf } from './message-key.js';
import { destinationsFor } from './application-destinations.js';
import { carryThroughOwnSerializer } from './own-serializers.js';
import { outgoingCarrier, reportUncarried } from './outgoing-carrier.js';
import type { OutgoingPacket } from './outgoing-packet.js';
import { clientTransports, type Microservices } from './client-transports.js';

const patch = new SharedPatch('nest:microservice-clients');

/**
 * Observes what Nest's message clients send, however they were made: by `ClientsModule`, `@Client()`,
 * `ClientProxyFactory` or by hand. Nest's hook of a client tells neither the end of a call nor who made it.
 */
export const instrumentMicroserviceClients: StartInstrumentation = async (application) => {
  if (!application.options.messaging.outgoing) return () => undefined;
  let microservices: Microservices;
  try {
    // Nest itself loads it, wherever it is installed.
    microservices = await loadOptional('@nestjs/microservices', 'observing it', () => import('@nestjs/microservices'));
  } catch (error) {
    // Absent: the application has no message clients.
    if (error instanceof TelemetryError) return () => undefined;
    new Library(MICROSERVICE_CLIENTS_INTERNALS, application.states).failedToLoad(error);
    return () => undefined;
  }
  return patch.open(application, () => {
    patch.start(MICROSERVICE_CLIENTS_INTERNALS.name);
    return patchClients(microservices, new Library(MICROSERVICE_CLIENTS_INTERNALS, patch));
  });
};

/** `send`, `emit` and `emitBatch`, whatever their types. */
type Dispatch = (this: ClientProxy, pattern: unknown, data: unknown) => Observable<unknown>;

/** What is sent: a pattern and its data. */
interface Sent {
  readonly pattern: unknown;
  readonly data: unknown;
}

/** What a client has that is not for its users. */
interface ClientInternals {
  createPacket(pattern: unknown, data: unknown): OutgoingPacket;
  normalizePattern(pattern: unknown): string;
}

function patchClients(microservices: Microservices, library: Library<ClientMember>): Close {
  const { ClientProxy, ClientKafka } = microservices;
  const proxy = ClientProxy?.prototype as ClientProxy | undefined;
  library.check('ClientProxy#normalizePattern', proxy !== undefined && 'normalizePattern' in proxy);
  const transportOf = clientTransports(microservices);
  const carry = (client: object, packet: OutgoingPacket): void => {
    const context = contextApi.active();
    const carrier = outgoingCarrier(context);
    const transport = transportOf(client);
    if (carrier === undefined || !('put' in transport)) return;
    try {
      transport.put(packet, carrier, client);
    } catch (error) {
      reportUncarried(context, error);
    }
  };
  const makesPackets = proxy !== undefined && 'createPacket' in proxy;
  const dispatched = new DispatchedPackets(library, carry);
  const closing = new ClosingClients(library);

  /** Makes sure that the trace goes along with what a client is going to send. */
  function prepare(
    client: ClientProxy,
    { system, ...transport }: ReturnType<typeof transportOf>,
    method: DispatchMethod,
  ): void {
    if ('addHeaders' in transport) {
      library.inspect(system === 'kafka' ? 'ClientKafka#serializer' : 'ClientNats#serializer', client);
      carryThroughSerializer(client, transport.addHeaders);
    } else {
      carryThroughOwnSerializer(client, transport, uncarriedOf(client));
      if (!makesPackets) dispatched.follow(client, method);
    }
  }

  /** Sends unobserved where no application observes it. */
  function observe<T>(
    client: ClientProxy,
    operationName: string,
    { pattern, data }: Sent,
    unobserved: () => T,
    observed: (sending: Sending) => T,
  ): T {
    const caller = contextApi.active();
    const application = patch.application(client, caller);
    if (application === undefined || !isNamed(client)) return unobserved();
    let operation;
    try {
      const destinations = destinationsFor(application);
      const destination = nameOf(client, pattern);
      if (destinations.isIgnored(destination)) return unobserved();
      const transport = transportOf(client);
      const { system } = transport;
      const known = destinations.operation(MESSAGING_SEND.kind, operationName, system, destination);
      const key = application.options.messaging.messageKeys && system === 'kafka' ? keyOf(data) : undefined;
      operation = withMessageFacts({ ...known, attributes: brokerAddress(system, client) }, { key });
      prepare(client, transport, operationName === 'send' ? 'publish' : 'dispatchEvent');
    } catch (error) {
      application.report('A message could not be observed', error);
      return unobserved();
    }
    return observed({ application, operation, caller, followClient: () => closing.follow(client) });
  }

  const publishing = (original: Dispatch): Dispatch =>
    function (pattern, data) {
      const send = () => original.call(this, pattern, data);
      return observe(this, 'publish', { pattern, data }, send, (sending) => observedEvent(sending, send));
    };

  const closes = [
    library.replace<Dispatch>(
      'ClientProxy#send',
      proxy,
      (original) =>
        function (pattern, data) {
          const source = () => original.call(this, pattern, data);
          return observe(this, 'send', { pattern, data }, source, (sending) => observedRequest(sending, source()));
        },
    ),
    library.replace('ClientProxy#emit', proxy, publishing),
    library.replace('ClientKafka#emitBatch', ClientKafka?.prototype, publishing),
    library.replace<ClientInternals['createPacket']>(
      'ClientProxy#createPacket',
      proxy,
      (original) =>
        function (this: ClientInternals, pattern, data) {
          const packet = original.call(this, pattern, data);
          carry(this, packet);
          return packet;
        },
    ),
    () => dispatched.end(),
    () => closing.end(),
  ];
  return closeAll(closes);
}

/** What is reported of a client whose serializer leaves the trace out. */
function uncarriedOf(client: object): Parameters<typeof carryThroughOwnSerializer>[2] {
  const { name } = client.constructor;
  return {
    uncarried: (message) =>
      patch.report(
        `Messages of ${name} go without their trace: its serializer makes a ${kindOf(message)} of them. ` +
          'Fix: make it return an object, or write metadata of the packet into the message',
      ),
    failed: (error) => patch.report('The trace context of a message could not be written', error),
  };
}

function kindOf(message: unknown): string {
  return typeof message === 'object' && message !== null ? message.constructor.name : typeof message;
}

/** Without this there is no name of a destination. */
function isNamed(client: ClientProxy): boolean {
  return typeof (client as unknown as Partial<ClientInternals>).normalizePattern === 'function';
}

/** A pattern as Nest names it on the way. */
function nameOf(client: ClientProxy, pattern: unknown): string {
  return String((client as unknown as ClientInternals).normalizePattern(pattern));
}
