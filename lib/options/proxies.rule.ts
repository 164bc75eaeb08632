import proxyAddr from 'proxy-addr';
import type { Rule } from './rules.js';

/** All proxies or none, a number of hops, or addresses and subnets. */
export function proxies(): Rule {
  return (value) =>
    typeof value === 'boolean' ||
    (Number.isSafeInteger(value) && (value as number) >= 0) ||
    (Array.isArray(value) && value.every(isAddress))
      ? undefined
      : {
          why: 'It says which proxies to believe.',
          fix: 'Give true, false, a number of hops, or a list of addresses and subnets.',
        };
}

function isAddress(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    proxyAddr.compile(value);
    return true;
  } catch {
    return false;
  }
}
