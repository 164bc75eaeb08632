import type { MessageHandler } from '@nestjs/microservices';
import { context as contextApi } from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import { messageContext } from '../../context/message-context.js';
import { MessageCarrier } from '../../context/message-carrier.js';
import { excusedBy } from '../../conventions/errors/excused-errors.js';
import { messagingResult, withMessageFacts } from '../../conventions/messaging/messaging-operation.js';
import { MessagingOperations } from '../../conventions/messaging/messaging-operations.js';
import { MESSAGING_PROCESS } from '../../conventions/messaging/messaging.kind.js';
import { type Observation, UnitOfWork } from '../../observation/index.js';
import type { ObservedApplication } from '../instrumentation.js';
import type { Library } from '../internals/library.js';
import { brokerAddress } from './broker-address.js';
import { currentArrival, watchArrivals } from './arrivals.js';
import type { HookedServer } from './hooked-server.js';
import { type IncomingMessage, incomingMessage, metadataCarrier } from './incoming-message.js';
import { isAnswered } from './rpc-exceptions.js';
import { MessageDestinations, OTHER_DESTINATION } from './message-destinations.js';
import type { ServerMember } from './microservice-servers.internals.js';
import { type Failure, SettledProcessing } from './settled-processing.js';
import { REQUEST_ID } from '../../context/request-id.js';

const HOOKS = ['onProcessingStartHook', 'getHandlerByPattern', 'handleEvent'] as const;

/** What no handler is there for. */
const NO_HANDLER = { failed: true, facts: { [ATTR_ERROR_TYPE]: 'no_handler' } } as const;

/** Observes what one server of messages gets, from before its guards until its last reply. */
export class MessageServer {
  private readonly underWay = new WeakMap<object, Observation>();
  private readonly operations = new MessagingOperations();
  /** A handler's declared pattern; filled as handlers are found. */
  private readonly patterns = new WeakMap<MessageHandler, string>();
  /** What the lookup found that comes right before the start hook. */
  private found: MessageHandler | undefined;
  private inEvent = false;
  /** Whether the event in hand has no handler. */
  private missed = false;
  /** The packet of the event in hand. */
  private packet: unknown;

  constructor(
    private readonly server: HookedServer,
    private readonly system: string,
    private readonly application: ObservedApplication,
    private readonly destinations: MessageDestinations,
    private readonly library: Library<ServerMember>,
  ) {}

  attach(): void {
    if (!this.hasHooks()) return;
    this.followProcessing();
    watchArrivals(this.server, this.system, this.guarded);
    this.watchLookups();
  }

  /** A strategy of the application need not be a `Server` of Nest's, and then has none of these. */
  private hasHooks(): boolean {
    const { server, library } = this;
    const missing = HOOKS.filter((name) => typeof server[name] !== 'function');
    if (missing.length === HOOKS.length) return false;
    library.check('Server#getHandlers', typeof server.getHandlers === 'function');
    for (const name of missing) library.check(`Server#${name}`, false);
    return missing.length === 0;
  }

  private followProcessing(): void {
    const { server } = this;
    const { onProcessingStartHook: start, onProcessingEndHook: end } = server;
    const settled = SettledProcessing.of(server, this.system, (context, failure) =>
      this.guarded(() => this.end(context, failure)),
    );
    server.onProcessingStartHook = (transport, context, done) => {
      const isEvent = this.inEvent;
      const observation = this.guarded(() => this.begin(context));
      const proceed = (): unknown => start.call(server, transport, context, done);
      if (settled !== undefined) return settled.follow(proceed, context, observation?.context, isEvent);
      return observation === undefined ? proceed() : contextApi.with(observation.context, proceed);
    };
    server.onProcessingEndHook = (transport, context) => {
      if (settled?.isReplying(context) !== true) this.guarded(() => this.end(context));
      return end?.call(server, transport, context);
    };
  }

  private watchLookups(): void {
    const { server } = this;
    const { getHandlerByPattern, handleEvent } = server;
    server.getHandlerByPattern = (pattern) => {
      const handler = getHandlerByPattern.call(server, pattern) as MessageHandler | null;
      this.found = handler ?? undefined;
      if (handler) return handler;
      if (this.inEvent) this.missed = true;
      // Kafka asks before it knows whether it is an event.
      else if (this.system !== 'kafka') this.guarded(() => this.unmatched(undefined));
      return handler;
    };
    // It looks up its handler before it returns, and once more would cost as much as all that is done here.
    server.handleEvent = (pattern, packet, context) => {
      this.inEvent = true;
      this.missed = false;
      this.packet = packet;
      try {
        return handleEvent.call(server, pattern, packet, context);
      } finally {
        this.inEvent = false;
        this.packet = undefined;
        if (this.missed) this.guarded(() => this.unmatched(context));
      }
    };
  }

  private begin(context: object): Observation | undefined {
    const handler = this.found;
    this.found = undefined;
    const destination = handler === undefined ? OTHER_DESTINATION : this.patternOf(handler);
    if (this.destinations.isIgnored(destination)) return undefined;
    const observation = this.observe(destination, context, handler?.isEventHandler === true);
    observation.awaitAnswer();
    this.underWay.set(context, observation);
    return observation;
  }

  private observe(destination: string, context: object | undefined, isEvent: boolean): Observation {
    const { telemetry, options } = this.application;
    const { carrier, key, ...facts } = this.incoming(context);
    const consumerGroup = this.server.groupId;
    // As many as there are handlers, and so without the limit for what senders make up.
    const operation = this.operations.operation(MESSAGING_PROCESS.kind, {
      system: this.system,
      operation: 'process',
      destination,
    });
    const relation = isEvent ? options.messaging.events : 'child';
    const observation = telemetry.beginUnit(
      withMessageFacts(
        { ...operation, attributes: brokerAddress(this.system, this.server) },
        { ...facts, consumerGroup, key: options.messaging.messageKeys ? key : undefined },
      ),
      messageContext(telemetry, carrier, relation),
    );
    if (options.messaging.requestId) UnitOfWork.of(observation.context)?.identify(this.requestId(carrier));
    return observation;
  }

  /** What the transport's context does not have of a message, the server may have seen before. */
  private incoming(context: object | undefined): IncomingMessage {
    const arrival = currentArrival();
    const seen = context ?? arrival?.context();
    const message = seen === undefined ? { carrier: undefined } : incomingMessage(seen);
    return {
      ...message,
      bodySizeBytes: message.bodySizeBytes ?? arrival?.bodySizeBytes,
      carrier: message.carrier ?? metadataCarrier(arrival) ?? metadataCarrier(this.packet),
    };
  }

  private requestId(carrier: object | undefined): unknown {
    return carrier === undefined ? undefined : new MessageCarrier(carrier, this.application.report).get(REQUEST_ID);
  }

  private end(context: object, failure?: Failure): void {
    const observation = this.underWay.get(context);
    if (observation === undefined) return;
    this.underWay.delete(context);
    const error = observation.error ?? failure?.error;
    const result = messagingResult(error);
    if (!isAnswered(observation)) observation.end(result);
    else observation.end({ ...result, expected: true }, excusedBy(error));
  }

  private unmatched(context: object | undefined): void {
    // A request that no handler matches has no context.
    this.observe(OTHER_DESTINATION, context, context !== undefined).end(NO_HANDLER);
  }

  private patternOf(handler: MessageHandler): string {
    let pattern = this.patterns.get(handler);
    if (pattern === undefined) {
      // Kafka's patterns can be expressions.
      for (const [name, declared] of this.server.getHandlers?.() ?? []) this.patterns.set(declared, String(name));
      pattern = this.patterns.get(handler) ?? OTHER_DESTINATION;
    }
    return pattern;
  }

  private readonly guarded = <T>(observe: () => T): T | undefined => {
    try {
      return observe();
    } catch (error) {
      this.application.report('A message could not be observed', error);
      return undefined;
    }
  };
}
