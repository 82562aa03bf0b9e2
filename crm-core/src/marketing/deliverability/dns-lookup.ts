import { Resolver } from 'node:dns/promises';

/** What a name has: its records, none at all, or nobody answered, which says nothing. */
export type Found<T> = T[] | 'unknown';

/** The questions that checks ask of the domain name system; a test passes its own. */
export interface DnsLookup {
  /** Each record in one piece, however it was cut. */
  txt(name: string): Promise<Found<string>>;
  mx(name: string): Promise<Found<{ exchange: string; priority: number }>>;
  /** IPv4 and IPv6. */
  addresses(name: string): Promise<Found<string>>;
}

const PATIENCE_MS = 2_000;
const TRIES = 2;
/** There is no such name, or none of this kind. */
const NOTHING = ['ENOTFOUND', 'ENODATA', 'NXDOMAIN'];

export function dnsLookup(resolver = new Resolver({ timeout: PATIENCE_MS, tries: TRIES })): DnsLookup {
  const asked = async <T>(question: Promise<T[]>): Promise<Found<T>> => {
    try {
      return await question;
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return NOTHING.includes(code) ? [] : 'unknown';
    }
  };
  return {
    async txt(name) {
      const found = await asked(resolver.resolveTxt(name));
      return found === 'unknown' ? found : found.map((pieces) => pieces.join(''));
    },
    mx: (name) => asked(resolver.resolveMx(name)),
    async addresses(name) {
      const [four, six] = await Promise.all([asked(resolver.resolve4(name)), asked(resolver.resolve6(name))]);
      if (four !== 'unknown' && six !== 'unknown') return [...four, ...six];
      const some = [four, six].flatMap((one) => (one === 'unknown' ? [] : one));
      return some.length > 0 ? some : 'unknown';
    },
  };
}
