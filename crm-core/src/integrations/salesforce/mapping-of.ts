import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import {
  FieldMapping,
  type FieldMappingRecord,
  type MappedField,
  type TheirField,
} from '../sync/field-mapping.schema.ts';
import type { SyncedObject } from './objects.ts';
import type { DescribedField, SalesforceApi } from './salesforce-api.ts';

const DAY_MS = 86_400_000;

/** Our own id there, which makes writing repeatable. */
export const EXTERNAL_ID = 'Clianta_Id__c';

/**
 * The mapping of one kind of record. Once a day it is compared with what Salesforce says its fields are: what the user may not
 * see any more leaves it with a notice, what they may only read is written no more.
 *
 * @returns undefined when the user cannot see such records at all
 */
export async function mappingOf(
  crm: CrmCore,
  api: SalesforceApi,
  { workspaceId, credentialId }: { workspaceId: string; credentialId: string },
  object: SyncedObject,
): Promise<FieldMappingRecord> {
  const own = systemScope(workspaceId, 'Salesforce');
  const mappings = crm.records(FieldMapping);
  const known = await mappings.findOne(own, { credentialId, object: object.name });
  const now = crm.now();
  if (known?.describedAt && now.getTime() - known.describedAt.getTime() < DAY_MS)
    return withHidden(crm, known);
  const described = (await api.describe(object.name)).filter(({ type }) => type !== 'base64').map(theirsOf);
  const entity = crm.store.entity(object.entity);
  const proposed = object.pairs.map((pair) => ({
    ...pair,
    direction: pair.direction ?? ('both' as const),
    rule: 'newest' as const,
  }));
  const { fields, notices } = seen(
    known?.fields ?? proposed.filter(({ ours }) => entity.fields.some(({ name }) => name === ours)),
    described,
    known !== undefined,
  );
  const values = {
    fields,
    described,
    describedAt: now,
    notices: [...(known?.notices ?? []), ...notices].slice(-50),
  };
  const stored = known
    ? await mappings.update(own, known.id, values)
    : await mappings.create(own, { credentialId, object: object.name, entity: object.entity, ...values });
  return { ...stored, described };
}

/** Fields that are hidden are not among what a record shows. */
async function withHidden(crm: CrmCore, mapping: FieldMappingRecord): Promise<FieldMappingRecord> {
  if (mapping.described) return mapping;
  const stored = await crm.store
    .model(FieldMapping)
    .findOne({ _id: mapping.id })
    .select('described')
    .lean<{ described?: TheirField[] }>();
  return { ...mapping, described: stored?.described ?? [] };
}

/** What of a mapping is still there and may be written. */
function seen(
  fields: readonly MappedField[],
  described: readonly TheirField[],
  isKnown: boolean,
): { fields: MappedField[]; notices: string[] } {
  const notices: string[] = [];
  const left = fields.flatMap((field): MappedField[] => {
    const theirs = described.find(({ name }) => name === field.theirs);
    if (!theirs) {
      if (isKnown)
        notices.push(`${field.theirs} is not there any more, or hidden from the account: it is not synced.`);
      return [];
    }
    if (theirs.canUpdate || field.direction === 'in') return [field];
    if (isKnown)
      notices.push(
        `${theirs.label} (${theirs.name}) may only be read there: it comes in and is not written.`,
      );
    return [{ ...field, direction: 'in' }];
  });
  return { fields: left, notices };
}

const theirsOf = (field: DescribedField): TheirField => ({
  name: field.name,
  label: field.label,
  type: field.type,
  canCreate: field.createable,
  canUpdate: field.updateable,
  isRequired: field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== 'boolean',
  options: field.picklistValues.filter(({ active }) => active).map(({ value }) => value),
});
