import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import type { EmailAccountRecord } from '../email-account/email-account.schema.ts';
import type { CampaignRecord } from './campaign.schema.ts';
import { leftOut, type Person } from './left-out.ts';
import { contentOf } from './mail-content.ts';
import { companiesOf, mailsFor, peopleWhere } from './people.ts';

interface Exclusion {
  reason: string;
  count: number;
  /** Some of them, by name. */
  sample: string[];
}

export interface Audience {
  /** How many the filter matches. */
  matching: number;
  /** Who would get it, each address once. */
  people: Person[];
  exclusions: Exclusion[];
  /** What is missing for everybody: nobody could get it. */
  faults: string[];
}

const SAMPLE = 10;
/** Stands for everybody's own page. */
export const SAMPLE_LINK = 'https://unsubscribe.example/';

const FAULTS: Readonly<Record<string, string>> = {
  'workspace.address':
    'Marketing mail has to name your postal address. An admin sets it under Settings, Proposals.',
  'workspace.name': 'The workspace has no name.',
};

/** Whom a campaign goes to as things are now, and who is left out and why. */
export async function audienceOf(
  crm: CrmCore,
  scope: Scope,
  campaign: CampaignRecord,
  account: EmailAccountRecord | undefined,
): Promise<Audience> {
  const { workspaceId } = scope;
  const all = await peopleWhere(crm, scope, campaign.audience);
  const excluded = new Exclusions();
  const addressed: Person[] = [];
  const seen = new Set<string>();
  for (const person of all) {
    const address = person.email?.toLowerCase();
    if (!address) excluded.add('There is no address', person);
    else if (seen.has(address)) excluded.add('the same address is there already', person);
    else {
      seen.add(address);
      addressed.push(person);
    }
  }
  const reasons = await leftOut(crm, workspaceId, addressed, campaign);
  const allowed = addressed.filter((person) => {
    const reason = reasons.get(person.id);
    if (reason) excluded.add(reason, person);
    return !reason;
  });
  const { incomplete, faults } = await gapsOf(crm, campaign, account, allowed);
  const people = allowed.filter((person) => {
    const reason = incomplete.get(person.id);
    if (reason) excluded.add(reason, person);
    return !reason;
  });
  return { matching: all.length, people, exclusions: excluded.all(), faults };
}

/** Whose mail would have a gap, and what is missing for everybody. */
async function gapsOf(
  crm: CrmCore,
  campaign: CampaignRecord,
  account: EmailAccountRecord | undefined,
  people: readonly Person[],
): Promise<{ incomplete: Map<string, string>; faults: string[] }> {
  const { workspaceId } = campaign;
  const write = await mailsFor(crm, workspaceId, account);
  const contents = [0, ...campaign.variants.map((_, at) => at + 1)].map((one) => contentOf(campaign, one));
  const of = { unsubscribe: SAMPLE_LINK };
  const nobody: Person = { id: '', name: '', consent: 'unknown' };
  // what even an empty record is not missing is missing for none: the others alone are looked at one by one
  const risky = new Set(contents.flatMap((content) => write(content, nobody, of).missing));
  const faults = [...risky].flatMap((name) => FAULTS[name] ?? []);
  const own = [...risky].filter((name) => /^(?:contact|company)\./.test(name));
  const incomplete = new Map<string, string>();
  if (own.length === 0) return { incomplete, faults };
  const companies = own.some((name) => name.startsWith('company.'))
    ? await companiesOf(crm, workspaceId, people)
    : new Map();
  for (const person of people) {
    const company = companies.get(person.companyId ?? '');
    for (const content of contents) {
      const missing = write(content, person, { ...of, company }).missing.filter((name) => own.includes(name));
      if (missing.length > 0) incomplete.set(person.id, `${missing.join(' and ')} is empty`);
    }
  }
  return { incomplete, faults };
}

/** Counts who is left out, by reason, the most common first. */
class Exclusions {
  readonly #byReason = new Map<string, Exclusion>();

  add(reason: string, { name }: Person): void {
    const known = this.#byReason.get(reason) ?? { reason, count: 0, sample: [] };
    known.count++;
    if (known.sample.length < SAMPLE) known.sample.push(name);
    this.#byReason.set(reason, known);
  }

  all(): Exclusion[] {
    return [...this.#byReason.values()].sort((a, b) => b.count - a.count);
  }
}
