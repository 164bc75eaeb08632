import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';
import type { ResolvedOptions } from '../../telemetry.options.js';

/** Finds who sent a request, as far as its proxies are trusted. */
export type ClientAddress = (request: IncomingMessage) => string | undefined;

/**
 * `X-Forwarded-For` is read from right to left for as long as the addresses are trusted; `X-Real-IP` counts when there
 * is none and the nearest proxy is trusted.
 */
export function clientAddressBy(trustProxy: ResolvedOptions['http']['trustProxy']): ClientAddress {
  if (trustProxy === false || trustProxy === 0) return socketAddress;
  const trusted = trust(trustProxy);
  return (request) => {
    const socket = socketAddress(request);
    if (socket === undefined) return undefined;
    const realIp = request.headers['x-real-ip'];
    if (request.headers['x-forwarded-for'] === undefined && typeof realIp === 'string' && trusted(socket, 0)) {
      return realIp.trim() || socket;
    }
    return proxyAddr(request, trusted);
  };
}

function trust(trustProxy: true | number | readonly string[]): (address: string, hop: number) => boolean {
  if (trustProxy === true) return () => true;
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return proxyAddr.compile([...trustProxy]);
}

function socketAddress(request: IncomingMessage): string | undefined {
  // Behind an adapter for serverless platforms there may be no socket.
  return (request.socket as Partial<IncomingMessage['socket']> | undefined)?.remoteAddress;
}
