import type { Restore } from './outgoing-packet.js';

type Metadata = Readonly<Record<string, unknown>>;

/** TCP, Redis, MQTT 3.1.1: the metadata of the packet, in an object or in the text of one. */
export const restoreMetadata: Restore = (message, { metadata }) => {
  if (metadata === undefined) return message;
  if (typeof message === 'string') return restoreInText(message, metadata);
  if (!takesFields(message)) return undefined;
  const { metadata: given } = message as { readonly metadata?: unknown };
  if (given !== undefined && (typeof given !== 'object' || given === null)) return undefined;
  if (hasAll(given, metadata)) return message;
  return withFields(message, { metadata: { ...metadata, ...given } });
};

function restoreInText(text: string, metadata: Metadata): string | undefined {
  const fields = parsedObject(text);
  if (fields === undefined) return undefined;
  if (hasAll(fields['metadata'], metadata)) return text;
  if ('metadata' in fields) return undefined;
  // Into the text itself: numbers may not survive being parsed.
  const rest = text.slice(text.indexOf('{') + 1);
  const separator = Object.keys(fields).length === 0 ? '' : ',';
  return `{"metadata":${JSON.stringify(metadata)}${separator}${rest}`;
}

function parsedObject(text: string): Metadata | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as Metadata;
  } catch {
    return undefined;
  }
}

function hasAll(given: unknown, metadata: Metadata): boolean {
  if (typeof given !== 'object' || given === null) return false;
  return Object.keys(metadata).every((name) => Object.hasOwn(given, name));
}

/** True for an object whose fields are sent as they are. */
export function takesFields(message: unknown): message is object {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return false;
  return !ArrayBuffer.isView(message) && typeof (message as { toJSON?: unknown }).toJSON !== 'function';
}

/** A copy, because the message can be the application's own object. */
export function withFields(message: object, fields: object): object {
  return Object.assign(Object.create(Object.getPrototypeOf(message) as object) as object, message, fields);
}
