/** Node's request or response of an HTTP adapter: Fastify wraps Node's objects, Express extends them. */
export function raw<T>(object: unknown): T {
  return ((object as { raw?: T }).raw ?? object) as T;
}
