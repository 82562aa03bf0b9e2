import { isIP } from 'node:net';
import { z } from 'zod';

/** Names that Express has for whole ranges. */
const RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** What Express takes as its `trust proxy`: a number of hops, or addresses and networks. */
export type TrustProxy = number | string[];

function isNetwork(text: string): boolean {
  if (RANGES.has(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** `1`, `loopback`, `10.0.0.0/8, 192.168.1.7`; `0` trusts nobody. */
export const trustProxySchema = z
  .string()
  .default('loopback')
  .transform((text, context): TrustProxy => {
    if (/^\d{1,2}$/.test(text.trim())) return Number(text);
    const networks = text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    const wrong = networks.find((network) => !isNetwork(network));
    if (wrong !== undefined || networks.length === 0)
      context.addIssue({
        code: 'custom',
        message: `must be a number of proxies, or addresses and networks such as loopback, 10.0.0.0/8; "${wrong ?? text}" is neither`,
      });
    return networks;
  });
