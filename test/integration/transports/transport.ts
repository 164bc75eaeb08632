import type { ClientGrpc, ClientProvider, ClientProxy, MicroserviceOptions } from '@nestjs/microservices';
import { SpanKind } from '@opentelemetry/api';
import { type Case, CASES, type HandlerName, patternOf } from './cases.js';
import type { Expectation } from './expectations.js';

/** What every client of Nest's can. Kafka's has a type of its own for its events. */
export type Sender = Pick<ClientProxy, 'send' | 'emit' | 'connect'>;

/** Where both ends meet: a broker that the test starts for itself, or a port. */
export interface MeetingPoint {
  readonly address: string;
  close?(): Promise<void>;
}

/** One of Nest's transports, with what its two ends need. */
export interface TransportUnderTest {
  readonly name: string;
  /** `describe`, or what skips the tests where the transport's server is absent. */
  describe(title: string, tests: () => void): void;
  /** Where the tests have no server to share. */
  meetingPoint?(namespace: string): Promise<MeetingPoint>;
  /** `address` is the meeting point's. */
  server(namespace: string, address: string): MicroserviceOptions;
  /** `address` is the meeting point's, or the peer's where there is none. */
  client(namespace: string, address: string): ClientProvider;
  /** Where Nest's client of it is no `ClientProxy`. */
  sender?(client: ClientGrpc, namespace: string): Sender;
  /** Cases that it does not have. */
  readonly without?: readonly Case[];
  /** What it says otherwise than the others do. */
  readonly expected?: Readonly<Partial<Record<Case, Partial<Expectation>>>>;
  readonly spans: SpansUnderTest;
  /** Whether nobody but its socket knows how large a message is. */
  readonly unsized?: boolean;
}

/** How the two spans of a call are told. */
export interface SpansUnderTest {
  readonly kinds: readonly [sent: SpanKind, processed: SpanKind];
  names(
    sentBy: Expectation['sentBy'],
    handler: HandlerName,
    namespace: string,
  ): readonly [sent: string, processed: string];
}

/** Those of messages. */
export const MESSAGE_SPANS: SpansUnderTest = {
  kinds: [SpanKind.PRODUCER, SpanKind.CONSUMER],
  names: (sentBy, handler, namespace) => {
    const pattern = patternOf(namespace, handler);
    return [`${sentBy} ${pattern}`, `process ${pattern}`];
  },
};

export function casesOf({ without = [] }: TransportUnderTest): readonly Case[] {
  return CASES.filter((title) => !without.includes(title));
}
