import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';
import { plainAddress, readAddress } from '../../conventions/ip-address.js';
import type { ResolvedOptions } from '../../telemetry.options.js';

/** Finds who sent a request, as far as its proxies are trusted. */
export type ClientAddress = (request: IncomingMessage) => string | undefined;

type Trust = (address: string, hop: number) => boolean;

/**
 * `X-Forwarded-For` is read from right to left for as long as the addresses are trusted; `X-Real-IP` counts when there
 * is none and the nearest proxy is trusted. A value that is no address is not used, and the values behind it are not used either.
 */
export function clientAddressBy(trustProxy: ResolvedOptions['http']['trustProxy']): ClientAddress {
  if (trustProxy === false || trustProxy === 0) return socketAddress;
  const trusted = trust(trustProxy);
  return (request) => {
    const socket = socketAddress(request);
    if (socket === undefined) return undefined;
    const forwarded = request.headers['x-forwarded-for'];
    const named = forwarded === undefined ? request.headers['x-real-ip'] : forwarded;
    return named === undefined ? socket : furthest(socket, String(named), trusted);
  };
}

/** The address that the last of the trusted proxies names. */
function furthest(socket: string, forwarded: string, trusted: Trust): string {
  const named = forwarded.split(',');
  let client = socket;
  for (let hop = 0; hop < named.length && trusted(client, hop); hop++) {
    const next = readAddress(named[named.length - 1 - hop] as string);
    if (next === undefined) break;
    client = next;
  }
  return client;
}

function trust(trustProxy: true | number | readonly string[]): Trust {
  if (trustProxy === true) return () => true;
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return proxyAddr.compile([...trustProxy]);
}

function socketAddress(request: IncomingMessage): string | undefined {
  // Behind an adapter for serverless platforms there may be no socket.
  const { remoteAddress } = (request.socket as Partial<IncomingMessage['socket']> | undefined) ?? {};
  return remoteAddress === undefined ? undefined : plainAddress(remoteAddress);
}
