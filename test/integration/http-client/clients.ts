import { get } from 'node:http';
import type { Readable } from 'node:stream';
import type { HttpService } from '@nestjs/axios';
import axios from 'axios';
import got from 'got';
import { defaultIfEmpty, lastValueFrom, Subject, takeUntil } from 'rxjs';
import * as undici from 'undici';

/** How a request is made: by which client, and what becomes of it. */
export interface Ways {
  /** Reads the response to its end. */
  read(url: string, signal?: AbortSignal): Promise<unknown>;
  /** Calls it off, in a way of this client's, when `now` says so. */
  callOff(url: string, now: Promise<unknown>): Promise<unknown>;
  /** Leaves the body unread, and gives up the rest of it where the client has a way to say so. */
  unread(url: string): Promise<unknown>;
  /** Waits for a short time only. */
  inTime(url: string): Promise<unknown>;
}

const SHORT_MS = 30;

/** A signal that fires, with a reason of the caller's. */
function firesOn(now: Promise<unknown>, reason?: unknown): AbortSignal {
  const controller = new AbortController();
  void now.then(() => controller.abort(reason));
  return controller.signal;
}

function byNodeHttp(url: string, options: { signal?: AbortSignal; timeout?: number } = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = get(url, options, (response) => {
      response
        .resume()
        .on('end', () => resolve(response.statusCode))
        .on('error', reject);
    });
    request.on('error', reject).on('timeout', () => request.destroy());
  });
}

const byFetch = async (url: string, init?: RequestInit) => (await fetch(url, init)).text();
const byUndici = async (url: string, signal?: AbortSignal) =>
  (await undici.request(url, { signal: signal ?? null })).body.text();
const byAxios = (url: string, signal?: AbortSignal) => axios.get(url, signal === undefined ? {} : { signal });
const byGot = (url: string, signal?: AbortSignal) =>
  got(url, { retry: { limit: 0 }, ...(signal === undefined ? {} : { signal }) }).text();

const axiosStream = (url: string) => axios.get<Readable>(url, { responseType: 'stream' });

export function clients(http: HttpService): Readonly<Record<string, Ways>> {
  return {
    fetch: {
      read: (url, signal) => byFetch(url, signal === undefined ? {} : { signal }),
      unread: async (url) => (await fetch(url)).body?.cancel(),
      callOff: (url, now) => byFetch(url, { signal: firesOn(now, new Error('the user has left')) }),
      inTime: (url) => byFetch(url, { signal: AbortSignal.timeout(SHORT_MS) }),
    },
    undici: {
      read: byUndici,
      unread: async (url) => (await undici.request(url)).body.destroy(),
      callOff: (url, now) => byUndici(url, firesOn(now, { any: 'reason' })),
      inTime: (url) => byUndici(url, AbortSignal.timeout(SHORT_MS)),
    },
    'node:http': {
      read: (url, signal) => byNodeHttp(url, signal === undefined ? {} : { signal }),
      unread: (url) =>
        new Promise<void>((resolve, reject) => {
          get(url, (response) => {
            response.destroy();
            resolve();
          }).on('error', reject);
        }),
      callOff: (url, now) =>
        new Promise((_resolve, reject) => {
          const request = get(url).on('error', reject).on('close', reject);
          void now.then(() => request.destroy());
        }),
      inTime: (url) => byNodeHttp(url, { timeout: SHORT_MS }),
    },
    axios: {
      read: byAxios,
      unread: async (url) => (await axiosStream(url)).data.destroy(),
      callOff: (url, now) => byAxios(url, firesOn(now)),
      inTime: (url) => axios.get(url, { timeout: SHORT_MS }),
    },
    'axios by fetch': {
      read: (url, signal) => axios.get(url, { adapter: 'fetch', ...(signal === undefined ? {} : { signal }) }),
      unread: async (url) => {
        const { data } = await axios.get<ReadableStream>(url, { adapter: 'fetch', responseType: 'stream' });
        await data.cancel();
      },
      callOff: (url, now) => axios.get(url, { adapter: 'fetch', signal: firesOn(now) }),
      inTime: (url) => axios.get(url, { adapter: 'fetch', timeout: SHORT_MS }),
    },
    HttpService: {
      read: (url, signal) => lastValueFrom(http.get(url, signal === undefined ? {} : { signal })),
      unread: async (url) => (await lastValueFrom(http.get<Readable>(url, { responseType: 'stream' }))).data.destroy(),
      callOff: (url, now) => {
        const left = new Subject<void>();
        void now.then(() => left.next());
        return lastValueFrom(http.get(url).pipe(takeUntil(left), defaultIfEmpty('left')));
      },
      inTime: (url) => lastValueFrom(http.get(url, { timeout: SHORT_MS })),
    },
    got: {
      read: byGot,
      unread: (url) =>
        new Promise<void>((resolve) => {
          const stream = got.stream(url, { retry: { limit: 0 } });
          stream
            .on('error', () => undefined)
            .on('response', () => {
              stream.destroy();
              resolve();
            });
        }),
      callOff: (url, now) => byGot(url, firesOn(now)),
      inTime: (url) => got(url, { retry: { limit: 0 }, timeout: { request: SHORT_MS } }).text(),
    },
  };
}

export const CLIENTS = ['fetch', 'undici', 'node:http', 'axios', 'axios by fetch', 'HttpService', 'got'] as const;
