import type { IncomingMessage, ServerResponse } from 'node:http';
import { excusedBy } from '../../conventions/errors/excused-errors.js';
import { httpServerResult } from '../../conventions/http-server/http-server.js';
import type { Expects, Result } from '../../observation/index.js';
import { responseEnd } from './response-end.js';
import { responseSize } from './response-size.js';

/** The end of a request, and the failures inside it that its answer makes expected. */
export interface RequestEnd {
  readonly result: Result;
  readonly excuses: Expects | undefined;
}

/** `exception` is what the handler threw, if it did. Its filter may have answered it with any status. */
export function requestEnd(
  request: IncomingMessage,
  response: ServerResponse,
  exception: unknown,
  errorStatusFrom: number,
): RequestEnd {
  const { how, statusCode, error } = responseEnd(request, response);
  const result = httpServerResult({
    statusCode,
    bodySizeBytes: responseSize(response, request.method ?? 'GET'),
    how,
    error: error ?? exception,
    errorStatusFrom,
  });
  const blamesClient = !result.failed && how === 'sent' && Number(statusCode) >= 400;
  return { result, excuses: blamesClient ? excusedBy(exception) : undefined };
}
