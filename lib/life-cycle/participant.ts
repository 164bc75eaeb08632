import type { HttpServer } from '@nestjs/common';

/** A part of telemetry that takes part in the start of the application. Each part gets only what it asks for. */
export interface Participant {
  /** The HTTP adapter exists, and its router is not built yet. */
  attach?(adapter: HttpServer): void;
  /** All providers exist, and nothing is served yet. A rejection stops the start. */
  prepare?(): Promise<void>;
  /** Receives each provider and controller of the application. */
  meet?(instance: object): void;
  /** The application is complete. A rejection stops the start. */
  start?(): Promise<void>;
}
