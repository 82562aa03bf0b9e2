import { isIP } from 'node:net';
import { z } from 'zod';
import { isPrivateAddress } from '../private-address.ts';

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
  const isPrivate = version === 0 ? LOCAL_NAME.test(host) || !host.includes('.') : isPrivateAddress(host);
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
