import type { IncomingMessage } from 'node:http';
import { clientAddressBy } from '../../../lib/instrumentation/http-server/client-address.js';

function requestFrom(remoteAddress: string | undefined, headers: Record<string, string>): IncomingMessage {
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

describe('the address of a client', () => {
  it.each<[trust: boolean | number | string[], forwarded: string, client: string]>([
    [true, '198.51.100.7:54321', '198.51.100.7'],
    [true, '"[2001:db8::7]:443"', '2001:db8::7'],
    [true, '203.0.113.5, 198.51.100.7', '203.0.113.5'],
    [true, '203.0.113.5, , 198.51.100.7', '198.51.100.7'],
    [true, 'unknown', '127.0.0.1'],
    [true, '203.0.113.5, <b>', '127.0.0.1'],
    [1, '203.0.113.5, 198.51.100.7:1', '198.51.100.7'],
    [2, '203.0.113.5, 198.51.100.7:1', '203.0.113.5'],
    [['loopback'], '203.0.113.5, 198.51.100.7:1', '198.51.100.7'],
    [['loopback', '198.51.100.0/24'], '203.0.113.5, 198.51.100.7:54321', '203.0.113.5'],
    [['loopback', '2001:db8::/32'], '203.0.113.5, [2001:db8::7]:1', '203.0.113.5'],
    [['::ffff:127.0.0.1'], '203.0.113.5', '203.0.113.5'],
    [['10.0.0.0/8'], '203.0.113.5', '127.0.0.1'],
    [false, '203.0.113.5', '127.0.0.1'],
    [0, '203.0.113.5', '127.0.0.1'],
  ])('trusting %j, forwarded for %s, is %s', (trust, forwarded, client) => {
    for (const socket of ['127.0.0.1', '::ffff:127.0.0.1']) {
      expect(clientAddressBy(trust)(requestFrom(socket, { 'x-forwarded-for': forwarded }))).toBe(client);
    }
  });

  it('is that of X-Real-IP where the proxy is trusted and names no other', () => {
    const real = (address: string) => requestFrom('::ffff:127.0.0.1', { 'x-real-ip': address });
    expect(clientAddressBy(['loopback'])(real('203.0.113.5:80'))).toBe('203.0.113.5');
    expect(clientAddressBy(['loopback'])(real('nonsense'))).toBe('127.0.0.1');
    expect(clientAddressBy(['10.0.0.1'])(real('203.0.113.5'))).toBe('127.0.0.1');
    expect(clientAddressBy(true)(requestFrom(undefined, {}))).toBeUndefined();
  });
});
