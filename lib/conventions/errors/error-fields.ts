import { type DriverError, PLAIN_FIELDS } from './driver-error.js';
import { readProperty } from './read-property.js';

/** An identifier, an address, or a protocol keyword. */
const IDENTIFIER = /^[\p{L}\p{N}_$.:[\]/ -]{1,128}$/u;

/**
 * The recordable fields of an error besides its message: numbers and identifiers, under names that are known to be
 * harmless.
 */
export function harmlessFields(error: object, driver: DriverError | undefined): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of PLAIN_FIELDS) {
    const value = readProperty(error, name);
    if (typeof value === 'number') add(fields, name, value);
  }
  if (driver === undefined) return fields;
  for (const name of driver.fields) add(fields, name, readProperty(error, name));
  const derived = driver.derive?.(error) ?? {};
  for (const name of Object.keys(derived)) add(fields, name, derived[name]);
  return fields;
}

function add(fields: Record<string, unknown>, name: string, value: unknown): void {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) fields[name] = value;
  else if (typeof value === 'string' && IDENTIFIER.test(value)) fields[name] = value;
}
