const MAX_LENGTH = 256;

/** The key of a Kafka message as a text. Undefined if there is none, or if it has no text form. */
export function messageKey(key: unknown): string | undefined {
  if (key === undefined || key === null) return undefined;
  if (typeof key === 'object') return Buffer.isBuffer(key) ? cut(key.toString()) : undefined;
  return typeof key === 'string' || typeof key === 'number' ? cut(String(key)) : undefined;
}

/** The key of data that is to be sent to Kafka. */
export function keyOf(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'key' in data ? messageKey(data.key) : undefined;
}

function cut(text: string): string {
  return text.slice(0, MAX_LENGTH);
}
