import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { InvalidError, UpstreamError } from '../../errors.ts';
import { isPrivateAddress } from '../../integrations/private-address.ts';

/** Ports that mail is sent and read on; nothing else of a server is spoken to. */
const MAIL_PORTS: ReadonlySet<number> = new Set([25, 143, 465, 587, 993, 2525]);

/** All addresses of a name. */
type Lookup = (host: string) => Promise<string[]>;

const lookedUp: Lookup = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

export interface MailHostOptions {
  /** Hosts of the own network that an admin has allowed, `mail.local` or `10.0.0.5:1025`, on any port that is named. */
  privateHosts?: readonly string[];
  lookup?: Lookup;
}

/** Whether an admin has allowed a host of the own network. */
export const isAllowedHost = (host: string, port: number, privateHosts: readonly string[] = []): boolean =>
  privateHosts.includes(host) || privateHosts.includes(`${host}:${port}`);

/**
 * Where a mail server is. The name is resolved once and the connection goes to the address that comes out, so that no
 * second answer of the name leads elsewhere. What is wrong is said in one sentence, whatever it was: nobody can look
 * round in a network by it.
 *
 * @returns an IP address
 * @throws InvalidError for a port that is not of mail, or an address of a private network
 * @throws UpstreamError when the name is not found now
 */
export async function mailHostAddress(
  { host, port }: { host: string; port: number },
  { privateHosts = [], lookup: find = lookedUp }: MailHostOptions = {},
): Promise<string> {
  const isAllowed = isAllowedHost(host, port, privateHosts);
  const refusal = new InvalidError(`${host}, port ${port}, is not a mail server that may be used here.`);
  if (!MAIL_PORTS.has(port) && !privateHosts.includes(`${host}:${port}`)) throw refusal;
  const found = isIP(host) ? [host] : await addressesOf(host, find);
  const [address] = isAllowed ? found : found.filter((one) => !isPrivateAddress(one));
  if (address === undefined) throw refusal;
  return address;
}

async function addressesOf(host: string, find: Lookup): Promise<string[]> {
  try {
    return await find(host);
  } catch (cause) {
    throw new UpstreamError(`${host} is not found.`, { cause });
  }
}
