import type { AnyRecord, Entity } from '@clianta/crm-core/entity/define-entity';
import { newId } from '@clianta/crm-core/entity/ids';
import type { ImportRecord } from '@clianta/crm-core/imports/import/import.schema';
import { targetsFor } from '@clianta/crm-core/imports/imports';
import { findBy } from '@clianta/crm-core/imports/run/find-records';
import { RowImporter, type RowsResult } from '@clianta/crm-core/imports/run/import-rows';
import type { ToolContext } from '../../tool.ts';
import { PERSON_FIELDS, type Person, type PersonField } from './extract/found.ts';

/** Where what a text says of somebody is kept: the key of an import's target. */
const TARGETS: Readonly<Record<PersonField, string>> = {
  name: 'name',
  jobTitle: 'jobTitle',
  company: 'companyId',
  domain: 'companyId.domain',
  email: 'email',
  phone: 'phone',
  city: 'city',
  country: 'country',
};

export const saidOf = (person: Person, field: PersonField): string => person[field]?.value ?? '';

/**
 * Brings people of a text into records, by the code that imports tables: found by e-mail address, else by name; what the text does
 * not say stays as it is.
 */
export async function bringIn(
  context: ToolContext,
  entity: Entity,
  people: readonly Person[],
  options: { source: string; isDryRun: boolean },
): Promise<RowsResult[]> {
  const { crm, scope, turnId } = context;
  const targets = await targetsFor(crm, scope.workspaceId, entity);
  const results: RowsResult[] = [];
  for (const matchBy of ['email', 'name'] as const) {
    const own = people
      .map((person, at) => ({ person, row: at + 1 }))
      .filter(({ person }) => (person.email !== undefined) === (matchBy === 'email'));
    if (own.length === 0) continue;
    const record = {
      id: `${turnId}.${matchBy}`,
      kind: entity.name,
      columns: PERSON_FIELDS.map((field) => ({ header: field, field: TARGETS[field], samples: [] })),
      mode: 'upsert',
      matchBy,
      required: [],
      groupId: scope.groupId ?? newId(),
      source: options.source,
    } satisfies Partial<ImportRecord>;
    const importer = new RowImporter(crm, scope, record as unknown as ImportRecord, {
      targets,
      isDryRun: options.isDryRun,
      context: { timeZone: context.timeZone, currency: context.currency, hasDecimalComma: false },
    });
    const rows = own.map(({ person, row }) => ({
      row,
      cells: PERSON_FIELDS.map((field) => nameFor(person, field)),
    }));
    results.push(await importer.take(rows, true));
  }
  return results;
}

/** Somebody without a name is called by their address. */
const nameFor = (person: Person, field: PersonField): string =>
  field === 'name' ? saidOf(person, 'name') || saidOf(person, 'email') : saidOf(person, field);

/** Who of them is there already. */
export async function knownPeople(
  { crm, scope }: ToolContext,
  entity: Entity,
  people: readonly Person[],
): Promise<Array<(AnyRecord & Record<string, unknown>) | undefined>> {
  const found = await Promise.all(
    people.map(async (person) => {
      const [field, value] = person.email ? ['email', person.email.value] : ['name', saidOf(person, 'name')];
      const [matches = []] = (await findBy(crm.store, scope, entity, field, [value])).values();
      return matches.length === 1 ? matches[0]?._id : undefined;
    }),
  );
  const records = await crm.records(entity).getMany(
    scope,
    found.filter((id) => id !== undefined),
  );
  return found.map((id) =>
    id === undefined ? undefined : (records.get(id) as (AnyRecord & Record<string, unknown>) | undefined),
  );
}
