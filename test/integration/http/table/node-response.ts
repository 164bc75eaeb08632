import type { ServerResponse } from 'node:http';

/** A response as a handler gets it: Fastify wraps Node's, Express extends it. */
export type NodeResponse = ServerResponse & { readonly raw?: ServerResponse };

export function nodeResponse(given: NodeResponse): ServerResponse {
  return given.raw ?? given;
}
