import { isIPv6 } from 'node:net';

/** Of an IPv6 address: what one customer has, who may take any address within it (RFC 6177, a /56). */
const NETWORK_BITS = 56;

/** Whom an address belongs to, as far as it can be told: an IPv4 address, or an IPv6 network. */
export function addressKey(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const bits = [...before, ...zeros, ...after]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
  return `${BigInt(`0b${bits.slice(0, NETWORK_BITS)}`).toString(16)}/${NETWORK_BITS}`;
}
