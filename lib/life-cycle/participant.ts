import type { HttpServer } from '@nestjs/common';

/** A part of telemetry that takes part in the start of the application. Implement only the methods that you need. */
export interface Participant {
  /** The HTTP adapter exists. Its router is not built yet. */
  attach?(adapter: HttpServer): void;
  /** All providers exist. The application does not serve requests yet. A rejection stops the start. */
  prepare?(): Promise<void>;
  /** Receives each provider and controller of the application. */
  meet?(instance: object): void;
  /** The application has started completely. A rejection stops the start. */
  start?(): Promise<void>;
}
