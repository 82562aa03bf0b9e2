import { z } from 'zod';

const MOST_ADDRESSES = 5;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** What a browser would run, or read from the disk, instead of handing it to a program. */
const NO_PROGRAM = new Set([
  'javascript:',
  'data:',
  'file:',
  'blob:',
  'about:',
  'vbscript:',
  'ftp:',
  'ws:',
  'wss:',
]);

/** Encrypted, or on the person's own machine: a web address, an address there, or a scheme that a program has for itself. */
function isGoodAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username || password || NO_PROGRAM.has(protocol)) return false;
  return protocol !== 'http:' || LOOPBACK.has(hostname);
}

/** What a program may register as: without a secret, which it could not keep, and with few addresses to go back to. */
const registrationSchema = z.object({
  client_name: z
    .string()
    .max(80, 'has at most 80 characters')
    .transform((name) => name.replace(/\p{C}/gu, '').trim())
    .optional(),
  redirect_uris: z
    .array(
      z
        .string()
        .max(500, 'are too long')
        .refine(isGoodAddress, 'must be https, http on this very machine, or a scheme of the program'),
    )
    .min(1, 'are missing')
    .max(MOST_ADDRESSES, `are ${MOST_ADDRESSES} at most`),
  token_endpoint_auth_method: z.literal('none', 'must be none: programs have no secret here'),
});

/** What is kept of what a program says of itself. */
const KEPT = [
  'client_id',
  'client_id_issued_at',
  'client_name',
  'redirect_uris',
  'grant_types',
  'response_types',
];

/**
 * Leaves of a registration what is gone by, in place. An address of the program that this server would have to fetch is not.
 *
 * @throws what `refuse` makes of a sentence
 */
export function keepRegistration(metadata: Record<string, unknown>, refuse: (words: string) => Error): void {
  const parsed = registrationSchema.safeParse(metadata);
  const [issue] = parsed.error?.issues ?? [];
  if (!parsed.success) throw refuse(`${String(issue?.path[0])} ${issue?.message}`);
  for (const name of Object.keys(metadata)) if (!KEPT.includes(name)) delete metadata[name];
  const { client_name = '' } = parsed.data;
  metadata.token_endpoint_auth_method = 'none';
  metadata.application_type = 'native';
  metadata.subject_type = 'public';
  if (client_name) metadata.client_name = client_name;
  else delete metadata.client_name;
}

/** As a person is shown it: where they go back to. */
export function shownAddress(address: string): string {
  const { protocol, host } = new URL(address);
  return /^https?:$/.test(protocol) ? host : protocol.slice(0, -1);
}
