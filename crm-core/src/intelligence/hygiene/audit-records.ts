import type { CountryCode } from 'libphonenumber-js/min';
import { Company } from '../../crm/company/company.schema.ts';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { dayOf } from '../../entity/days.ts';
import type { Entity } from '../../entity/define-entity.ts';
import type { Filter } from '../../entity/filter.schema.ts';
import { phoneRegion } from '../../entity/phone-number.ts';
import type { Scope } from '../../entity/scope.ts';
import { DuplicatePair } from '../duplicate-pair/duplicate-pair.schema.ts';
import { countryName, countryOf } from './country-names.ts';
import {
  type Audited,
  FAULT_KINDS,
  FAULTS,
  type Fault,
  type FaultKind,
  type Found,
  type Look,
} from './faults.ts';

const BATCH = 2_000;
const WHOLE = 100;

/** Faults of one record. */
export interface AuditedRecord {
  record: Audited;
  faults: ReadonlyMap<FaultKind, Found>;
}

export interface Audit {
  count: number;
  /** 100 less the mean of what the faults of each record weigh, at most 100 for a record; 100 when there is none. */
  quality: number;
  faults: Array<{ kind: FaultKind; label: string; count: number; weight: number }>;
  /** By user id, '' for nobody. */
  byOwner: Map<string, { count: number; quality: number }>;
}

/** The faults that records of a kind may have. */
export const faultsOf = (entity: Entity): FaultKind[] =>
  FAULT_KINDS.filter((kind) => (FAULTS[kind] as Fault).of.includes(entity.name));

/** How good the data is: what is wrong, how often, and what it weighs. Nobody is written to and nothing is looked up outside. */
export async function audit(crm: CrmCore, scope: Scope, entity: Entity, filter: Filter = {}): Promise<Audit> {
  const counts = new Map<FaultKind, number>();
  const owners = new Map<string, { count: number; weight: number }>();
  let [count, weight] = [0, 0];
  for await (const { record, faults } of auditedRecords(crm, scope, entity, filter)) {
    const sum = [...faults.keys()].reduce((all, kind) => all + FAULTS[kind].weight, 0);
    const own = Math.min(WHOLE, sum);
    for (const kind of faults.keys()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const owner = owners.get(record.ownerId ?? '') ?? { count: 0, weight: 0 };
    owners.set(record.ownerId ?? '', { count: owner.count + 1, weight: owner.weight + own });
    count++;
    weight += own;
  }
  return {
    count,
    quality: qualityOf(weight, count),
    faults: [...counts]
      .map(([kind, of]) => ({ kind, label: FAULTS[kind].label, count: of, weight: FAULTS[kind].weight }))
      .toSorted((a, b) => b.count * b.weight - a.count * a.weight),
    byOwner: new Map(
      [...owners].map(([id, own]) => [id, { count: own.count, quality: qualityOf(own.weight, own.count) }]),
    ),
  };
}

const qualityOf = (weight: number, count: number) => (count > 0 ? Math.round(WHOLE - weight / count) : WHOLE);

/** Every record that the filter matches with its faults, those without any included. */
export async function* auditedRecords(
  crm: CrmCore,
  scope: Scope,
  entity: Entity,
  filter: Filter,
  kinds: readonly FaultKind[] = faultsOf(entity),
): AsyncGenerator<AuditedRecord> {
  const query = (await crm.records(entity).query(scope, filter))(false);
  const look = await lookOf(crm, scope, entity);
  const records = crm.store
    .model(entity)
    .collection.find<Audited>(query as never, {
      projection: { search: 0, outbox: 0, notes: 0, customFields: 0 },
    })
    .batchSize(BATCH);
  for await (const record of records) {
    const faults = new Map<FaultKind, Found>();
    for (const kind of kinds) {
      const found = (FAULTS[kind] as Fault).find(record, look);
      if (found) faults.set(kind, found);
    }
    yield { record, faults };
  }
}

async function lookOf(crm: CrmCore, { workspaceId }: Scope, entity: Entity): Promise<Look> {
  const live = { workspaceId, isDeleted: false };
  const { timeZone, locale } = await crm.facts(workspaceId);
  const [pairs, peopled, companies, countries] = await Promise.all([
    crm.store
      .model(DuplicatePair.name)
      .find({ ...live, entity: entity.name, status: 'open' })
      .select({ aId: 1, bId: 1 })
      .lean<Array<{ aId: string; bId: string }>>(),
    crm.store
      .model(Contact.name)
      .aggregate<{ _id: string | null; last: Date | null }>([
        { $match: live },
        { $group: { _id: '$companyId', last: { $max: '$lastContactedAt' } } },
      ]),
    crm.store
      .model(Company.name)
      .find(live)
      .select({ domain: 1, country: 1 })
      .lean<Array<{ _id: string; domain?: string; country?: string }>>(),
    countriesOf(crm, live),
  ]);
  const companyOf = new Map(companies.map((company) => [company._id, company]));
  const domains = new Map(companies.flatMap(({ _id, domain }) => (domain ? [[domain, _id] as const] : [])));
  return {
    entity: entity.name,
    now: crm.now(),
    today: dayOf(crm.now(), timeZone),
    region: phoneRegion(locale),
    doubled: new Set(pairs.flatMap(({ aId, bId }) => [aId, bId])),
    lastOfPeople: new Map(
      peopled.flatMap(({ _id, last }) => (_id ? [[_id, last ?? undefined] as const] : [])),
    ),
    usualCountry: (code) => countries.get(code) ?? countryName(code),
    countryOfCompany: (id) => companyOf.get(id ?? '')?.country,
    companyAt: (domain) => domains.get(domain),
  };
}

/** How each country is written the most. */
async function countriesOf(crm: CrmCore, live: object): Promise<ReadonlyMap<CountryCode, string>> {
  const most = new Map<CountryCode, { text: string; count: number }>();
  for (const name of [Company.name, Contact.name]) {
    const texts = await crm.store
      .model(name)
      .aggregate<{ _id: string | null; count: number }>([
        { $match: live },
        { $group: { _id: '$country', count: { $sum: 1 } } },
      ]);
    for (const { _id: text, count } of texts) {
      const code = text ? countryOf(text) : undefined;
      if (!text || !code) continue;
      const known = most.get(code);
      const isUsual = text === countryName(code);
      if (!known || count > known.count || (count === known.count && isUsual))
        most.set(code, { text, count });
    }
  }
  return new Map([...most].map(([code, { text }]) => [code, text]));
}
