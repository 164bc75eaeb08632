import { stdSerializers } from 'pino';
import { readableError } from '../conventions/readable-error.js';

/** An error as pino writes it, with its causes; what can be read of it where pino cannot: frozen, circular, a proxy. */
export function errorFields(error: unknown): unknown {
  try {
    return stdSerializers.err(error as Error);
  } catch {
    const { name: type, ...rest } = readableError(error);
    return { type, ...rest };
  }
}
