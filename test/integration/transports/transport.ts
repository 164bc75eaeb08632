import type { ClientProvider, MicroserviceOptions } from '@nestjs/microservices';

/** A server that the test starts for itself. */
export interface StartedBroker {
  readonly address: string;
  close(): Promise<void>;
}

/** One of Nest's transports, with what its two ends need. */
export interface TransportUnderTest {
  readonly name: string;
  /** `describe`, or what skips the tests where the transport's server is absent. */
  describe(title: string, tests: () => void): void;
  /** Where the tests have no server to share. */
  startBroker?(namespace: string): Promise<StartedBroker>;
  /** `address` is the broker's. */
  server(namespace: string, address: string): MicroserviceOptions;
  /** `address` is the broker's, or the peer's where there is none. */
  client(namespace: string, address: string): ClientProvider;
}
