import type { Stage } from '../crm/pipeline/pipeline.schema.ts';
import { idFrom } from '../entity/ids.ts';
import { COMPANIES, FIRST_NAMES, JOB_TITLES, LAST_NAMES, PRODUCTS } from './demo-names.ts';
import type { DemoRecord } from './insert-records.ts';
import { officeTime } from './office-time.ts';
import type { Chance } from './random.ts';

const DAY_MS = 86_400_000;
const CONTACTS = 200;
/** Of them: without an e-mail, and entered twice by mistake. */
const WITHOUT_EMAIL = 14;
const TWICE = 4;

/** What the parts of the demo are told from. */
export interface Story {
  now: Date;
  /** On whose clock people work. */
  timeZone: string;
  random: Chance;
  team: ReadonlyArray<{ id: string; name: string }>;
  reps: ReadonlyArray<{ id: string; name: string }>;
  pipelines: ReadonlyArray<{ id: string; name: string; stages: Stage[] }>;
}

export interface DemoCompany extends DemoRecord {
  name: string;
  domain: string;
  ownerId: string;
}

export interface DemoContact extends DemoRecord {
  name: string;
  companyId: string;
  ownerId: string;
}

/** Some numbers are as somebody has typed them, without their country code. */
function demoPhone(index: number): string {
  const line = String(index % 100).padStart(2, '0');
  return index % 29 === 3 ? `(202) 555-01${line}` : `+120255501${line}`;
}

export const daysAgo = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS);

export function demoCompanies({ now, random, reps }: Story): DemoCompany[] {
  return COMPANIES.map(([name, industry, city, country], index) => {
    const slug = name.toLowerCase().replace(/[^a-z]+/g, '');
    return {
      id: idFrom(`demo company ${name}`),
      name,
      domain: `${slug}.example`,
      industry,
      city,
      country,
      employees: Math.round(10 ** (1.2 + random.next() * 2.4)),
      annualRevenueMinor: random.int(8, 900) * 10_000_000,
      status: random.isLikely(0.35) ? 'customer' : 'prospect',
      ownerId: random.pick(reps).id,
      tags: random.isLikely(0.25) ? [random.pick(['key account', 'partner lead', 'expansion'])] : undefined,
      // a small group of companies, so that hierarchies have something to show
      ...(/^(?:Atlas Freight|Polaris Shipping)$/.test(name) && {
        parentId: idFrom('demo company Northwind'),
        ancestors: [idFrom('demo company Northwind')],
      }),
      createdAt: daysAgo(now, 400 - index * 4),
    };
  });
}

export function demoContacts(
  { now, timeZone, random, reps }: Story,
  companies: DemoCompany[],
): DemoContact[] {
  const taken = new Set<string>();
  const contacts: DemoContact[] = [];
  for (let index = 0; index < CONTACTS - TWICE; index++) {
    const company = companies[index % companies.length] as DemoCompany;
    let first: string = random.pick(FIRST_NAMES);
    let last: string = random.pick(LAST_NAMES);
    while (taken.has(`${first} ${last}`)) {
      first = random.pick(FIRST_NAMES);
      last = random.pick(LAST_NAMES);
    }
    const name = `${first} ${last}`;
    taken.add(name);
    const isMailKnown =
      index % 14 !== 9 || contacts.filter((one) => one.email === undefined).length >= WITHOUT_EMAIL;
    const grade = random.pick(['A', 'A', 'B', 'B', 'B', 'C', 'C', 'D', 'F']);
    const silentDays = Math.round(random.next() ** 2 * 140);
    contacts.push({
      id: idFrom(`demo contact ${name}`),
      name,
      email: isMailKnown ? `${first}.${last}@${company.domain}`.toLowerCase() : undefined,
      phone: random.isLikely(0.7) ? demoPhone(index) : undefined,
      jobTitle: random.pick(JOB_TITLES),
      companyId: company.id,
      ownerId: random.isLikely(0.7) ? company.ownerId : random.pick(reps).id,
      status: random.pick(['new', 'new', 'contacted', 'contacted', 'qualified', 'customer', 'unqualified']),
      leadGrade: grade,
      leadScore: { A: 88, B: 71, C: 52, D: 36, F: 12 }[grade],
      lifecycleStage: random.pick(['lead', 'lead', 'mql', 'sql', 'opportunity', 'customer']),
      interest: random.pick(PRODUCTS),
      source: random.pick(['Website', 'Referral', 'Conference', 'Outbound', 'Webinar']),
      consent: random.pick(['given', 'given', 'unknown']),
      lastContactedAt: random.isLikely(0.12)
        ? undefined
        : officeTime(daysAgo(now, silentDays), timeZone, name),
      createdAt: daysAgo(now, silentDays + random.int(5, 200)),
    });
  }
  for (let index = 0; index < TWICE; index++) {
    const original = contacts[index * 17 + 5] as DemoContact;
    contacts.push({
      ...original,
      id: idFrom(`demo twice ${original.name}`),
      email: undefined,
      phone: original.phone,
      createdAt: daysAgo(now, 3 + index),
    });
  }
  return contacts;
}
