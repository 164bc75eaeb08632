import type { Check } from '../description.js';
import { isIPv4, isIPv6 } from 'node:net';
import proxyAddr from 'proxy-addr';
import type { Problem } from '../problem.js';
import { Refusal } from '../refusal.js';
import { check } from './check.js';

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i;

interface UrlRules {
  /** Fetch takes no URL with credentials. */
  readonly credentials?: false;
  /** The client drops the query. */
  readonly query?: false;
}

/** The address of a receiver. */
export function url(rules: UrlRules = {}): Check<string> {
  return {
    type: 'URL',
    read(value, at) {
      const problem = urlProblem(value, rules);
      // In an invalid URL too, the text before an @ may be a password.
      if (problem !== undefined)
        throw new Refusal(at, value, problem, typeof value === 'string' && value.includes('@'));
      return value as string;
    },
  };
}

export function urlProblem(value: unknown, rules: UrlRules = {}): Problem | undefined {
  const why = 'It is the address of a receiver.';
  const fix = 'Give a full URL, such as http://localhost:4318.';
  if (typeof value !== 'string' || /\s/.test(value) || !URL.canParse(value)) return { why, fix };
  const { protocol, username, password, search } = new URL(value);
  if (!/^https?:\/\//i.test(value) || !/^https?:$/.test(protocol)) return { why, fix };
  if (rules.credentials === false && username + password !== '') {
    return { why: 'Its name and password would not be sent.', fix: 'Remove them, and give an authorization header.' };
  }
  if (rules.query === false && search !== '') return { why: 'Its query would not be sent.', fix: 'Remove the query.' };
  return undefined;
}

/** A host without scheme, port and path. */
export function host(): Check<string> {
  const problem = { why: 'It is a host.', fix: 'Give a name or an IP address alone, without scheme and port.' };
  return check('host', problem, (value) => typeof value === 'string' && (HOST_NAME.test(value) || isIPv6(value)));
}

export function ipv4(): Check<string> {
  const problem = { why: 'It is an IPv4 address.', fix: 'Give four numbers, such as 10.0.0.7.' };
  return check('IPv4 address', problem, (value) => typeof value === 'string' && isIPv4(value));
}

/**
 * A host, all hosts of a domain (`*.example.com`), or either with a port. Normalised as in URLs: lower case, IPv6 in
 * brackets.
 */
export function hostPattern(): Check<string> {
  return {
    type: 'host or `*.domain`, with or without port',
    read(value, at) {
      const pattern = typeof value === 'string' ? normalised(value) : undefined;
      if (pattern !== undefined) return pattern;
      const why = 'No host of a request can be equal to it.';
      const fix = 'Give a host name, an IP address or *.example.com, and a port if only that one is meant.';
      throw new Refusal(at, value, { why, fix }, typeof value === 'string' && value.includes('@'));
    },
  };
}

function normalised(pattern: string): string | undefined {
  if (isIPv6(pattern)) return `[${new URL(`http://[${pattern}]`).hostname.slice(1, -1)}]`;
  const [, wildcard = '', name = '', port = ''] =
    /^(\*\.)?(\[[^\]]+\]|[^:/?#@\s*[\]]+)(?::(\d{1,5}))?$/.exec(pattern) ?? [];
  if (name === '' || Number(port) > 65_535 || port === '0' || !URL.canParse(`http://${name}`)) return undefined;
  const { hostname } = new URL(`http://${name}`);
  if (!name.startsWith('[') && !HOST_NAME.test(hostname)) return undefined;
  const trimmed = hostname.replace(/\.$/, '');
  if (wildcard !== '' && (isIPv4(trimmed) || name.startsWith('['))) return undefined;
  return `${wildcard}${trimmed}${port === '' ? '' : `:${Number(port)}`}`;
}

/** All proxies or none, a number of hops, or addresses and subnets. */
export function proxies(): Check<boolean | number | readonly string[]> {
  const fix = 'Give true, false, a number of hops, or a list of addresses and subnets.';
  return {
    type: '`true`, `false`, number of hops, or list of addresses and subnets',
    read(value, at) {
      if (typeof value === 'boolean') return value;
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
      if (Array.isArray(value)) {
        const list = Array.from(value as unknown[]);
        const wrong = list.findIndex((item) => !isAddress(item));
        if (wrong < 0) return Object.freeze(list as string[]);
        throw new Refusal(`${at}[${wrong}]`, list[wrong], { why: 'It is no address and no subnet.', fix });
      }
      throw new Refusal(at, value, { why: 'It says which proxies to believe.', fix });
    },
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
