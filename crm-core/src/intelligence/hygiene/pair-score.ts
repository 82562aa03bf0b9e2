import { ratio } from 'fuzzball';
import { companyWords, type MatchValues, personWords, registrableDomain } from '../../crm/match-keys.ts';
import { formatPhone } from '../../entity/phone-number.ts';
import type { MatchReason } from '../duplicate-pair/duplicate-pair.schema.ts';

/** From here on a pair is shown. */
export const SHOWN_FROM = 0.7;
/** Names are alike, and nearly the same, from these on (fuzzball's token_sort_ratio, 0 to 100). */
const ALIKE = 60;
const NEARLY_SAME = 88;
/** A number that more people have than this is a switchboard's. */
const OWN_LINE = 3;

/** A record as it is compared. */
export interface Matched extends MatchValues {
  _id: string;
  country?: string | null;
  parentId?: string | null;
  /** What it has in common with others. */
  keys: readonly string[];
  /** The words of its name in their order, for comparing. */
  sorted: string;
}

/** @param shared - by key, how many records have it */
type Compare = (a: Matched, b: Matched, shared: (key: string) => number) => MatchReason[];

/** How records of a kind are compared; whatever has no entry here is not looked at. */
export const COMPARED: Readonly<Record<string, { words(name: string): string[]; reasons: Compare }>> = {
  contact: { words: personWords, reasons: contactReasons },
  company: { words: companyWords, reasons: companyReasons },
};

/** A stored record as it is compared. */
export function matchedOf(
  kind: string,
  document: Omit<Matched, 'keys' | 'sorted'> & { search?: { match?: string[] } },
): Matched {
  const { search, ...values } = document;
  const words = COMPARED[kind]?.words(values.name ?? '') ?? [];
  return { ...values, keys: search?.match ?? [], sorted: words.toSorted().join(' ') };
}

/** How likely two records are the same, and why; the strongest reason counts. */
export function pairOf(
  kind: string,
  a: Matched,
  b: Matched,
  shared: (key: string) => number,
): { score: number; reasons: MatchReason[] } {
  const reasons = (COMPARED[kind]?.reasons(a, b, shared) ?? []).toSorted((x, y) => y.points - x.points);
  return { score: reasons[0]?.points ?? 0, reasons };
}

function contactReasons(a: Matched, b: Matched, shared: (key: string) => number): MatchReason[] {
  const likeness = likenessOf(a, b);
  const reasons: MatchReason[] = [];
  for (const key of inCommon(a, b, 'mail'))
    reasons.push({ kind: 'email', points: 1, text: `Same mailbox ${key.slice('mail '.length)}` });
  reasons.push(...phoneReasons(a, b, likeness, shared));
  if (likeness >= NEARLY_SAME) {
    const isTogether = Boolean(a.companyId) && a.companyId === b.companyId;
    const what = likeness === 100 ? 'Same name' : 'Nearly the same name';
    reasons.push({
      kind: 'name',
      points: isTogether ? 0.8 : 0.5,
      text: isTogether ? `${what} at the same company` : what,
    });
  }
  return reasons;
}

function companyReasons(a: Matched, b: Matched, shared: (key: string) => number): MatchReason[] {
  // one is part of the other, and known as such
  if (a.parentId === b._id || b.parentId === a._id) return [];
  const likeness = likenessOf(a, b);
  const reasons: MatchReason[] = [];
  for (const key of inCommon(a, b, 'domain'))
    reasons.push({
      kind: 'domain',
      points: likeness >= ALIKE ? 0.9 : 0.7,
      text: `Same domain ${registrableDomain(key.slice('domain '.length))}`,
    });
  reasons.push(...phoneReasons(a, b, likeness, shared));
  if (likeness >= NEARLY_SAME) {
    const isElsewhere = Boolean(a.country) && Boolean(b.country) && a.country !== b.country;
    const what = likeness === 100 ? 'Same name but for the legal form' : 'Nearly the same name';
    reasons.push({
      kind: 'name',
      points: isElsewhere ? 0.5 : 0.8,
      text: isElsewhere ? `${what}, in another country` : a.name === b.name ? 'Same name' : what,
    });
  }
  return reasons;
}

function phoneReasons(
  a: Matched,
  b: Matched,
  likeness: number,
  shared: (key: string) => number,
): MatchReason[] {
  return inCommon(a, b, 'phone').map((key) => {
    const count = shared(key);
    const number = formatPhone(phoneWith(a, key) ?? key.slice('phone '.length));
    const isSwitchboard = count > OWN_LINE;
    return {
      kind: 'phone',
      points: !isSwitchboard && likeness >= ALIKE ? 0.9 : 0.3,
      text: isSwitchboard ? `Phone number ${number}, which ${count} share` : `Same phone number ${number}`,
    };
  });
}

const phoneWith = ({ phone, otherPhones }: Matched, key: string): string | undefined =>
  [phone, ...(otherPhones ?? [])].find((one) => one && `phone ${one.replace(/\D/g, '')}` === key) ??
  undefined;

const inCommon = (a: Matched, b: Matched, kind: string): string[] =>
  a.keys.filter((key) => key.startsWith(`${kind} `) && b.keys.includes(key));

const likenessOf = (a: Matched, b: Matched): number =>
  a.sorted && b.sorted ? ratio(a.sorted, b.sorted, { full_process: false }) : 0;
