import { TelemetryError } from 'nestjs-telemetry';

/** The error with which something refuses options. */
export function refusal(act: () => unknown): TelemetryError {
  try {
    act();
  } catch (error) {
    if (error instanceof TelemetryError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}
