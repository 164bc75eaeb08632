import { plainAddress, readAddress } from '../../lib/conventions/ip-address.js';

describe('addresses', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    [' 198.51.100.7:54321 ', '198.51.100.7'],
    ['"198.51.100.7:1"', '198.51.100.7'],
    ['[2001:DB8::7]:443', '2001:db8::7'],
    ['"[2001:db8::7]"', '2001:db8::7'],
    ['2001:db8::7', '2001:db8::7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['[::ffff:7f00:1]:80', '127.0.0.1'],
    ['unknown', undefined],
    ['_hidden:80', undefined],
    ['', undefined],
    ['<script>alert(1)</script>', undefined],
    ['198.51.100.7\u001B[31m', undefined],
    ['300.1.1.1', undefined],
    [`${'1'.repeat(1_000_000)}`, undefined],
  ])('%s is read as %s', (text, address) => expect(readAddress(text)).toBe(address));

  it.each([
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::ffff:c0a8:0001', '192.168.0.1'],
    ['::1', '::1'],
    ['127.0.0.1', '127.0.0.1'],
    ['::ffff:zz', '::ffff:zz'],
  ])('%s is written %s', (text, address) => expect(plainAddress(text)).toBe(address));
});
