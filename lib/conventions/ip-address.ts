import { isIP, isIPv4 } from 'node:net';

const MAPPED = '::ffff:';

/** Normalises an address: an IPv4 client of a dual-stack server is `127.0.0.1`, not `::ffff:127.0.0.1`. */
export function plainAddress(address: string): string {
  if (!address.startsWith(MAPPED)) return address;
  const inner = address.slice(MAPPED.length);
  return isIPv4(inner) ? inner : (fromHexadecimal(inner) ?? address);
}

/**
 * Reads an address from a proxy's header: `198.51.100.7`, `198.51.100.7:54321`, `[2001:db8::7]:443`, each with or
 * without quotation marks. Undefined if the text is no address.
 */
export function readAddress(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const bare = text
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase();
  const [, bracketed] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(bare) ?? [];
  const [, withPort] = /^([^:]*):\d{1,5}$/.exec(bare) ?? [];
  const address = (bracketed ?? withPort ?? bare).replace(/%[\w.-]*$/, '');
  return isIP(address) === 0 ? undefined : plainAddress(address);
}

const MAX_LENGTH = 100;

// ::ffff:7f00:1
function fromHexadecimal(text: string): string | undefined {
  const [, high, low] = /^([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(text) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [first >> 8, first & 255, second >> 8, second & 255].join('.');
}
