import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

/** What leads nowhere outside: this machine, its network, and where clouds keep their secrets. */
const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6');

const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|lan|home|corp|intranet)$/i;

/**
 * What is wrong with an address to send events to; undefined when nothing is. A name may still lead to a private address:
 * that is looked at again at every connection.
 */
export function troubleWithUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return 'is not an address such as https://erp.example.com/hooks';
  if (url.protocol !== 'https:') return 'has to begin with https://';
  if (url.username || url.password) return 'has a name or password in it; events are signed instead';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const version = isIP(host);
  const isPrivate =
    version === 0
      ? LOCAL_NAME.test(host) || !host.includes('.')
      : PRIVATE.check(host, version === 6 ? 'ipv6' : 'ipv4');
  return isPrivate ? 'leads into a private network, where nothing is sent to' : undefined;
}

export const webhookUrl = () =>
  z
    .string()
    .trim()
    .max(2_000)
    .superRefine((text, context) => {
      const trouble = troubleWithUrl(text);
      if (trouble) context.addIssue({ code: 'custom', message: trouble });
    });
