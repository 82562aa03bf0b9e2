import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { fromJson } from '@clianta/crm-core/entity/from-json';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import { entities } from '@clianta/crm-core/registry';
import { auditRequests } from '@clianta/crm-core/tracking/user-action/audit-requests';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { describe, expect } from 'vitest';
import { inputOf } from '../../support/every-entity.ts';
import { sharedCrmTest as it } from '../../support/fixtures.ts';
import { aDeal, aWorkspace } from '../../support/test-crm.ts';

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];

/** Fields that people fill with words of their own. */
const wordsOf = (entity: Entity, name: string) =>
  entity.fields.filter(
    (field) =>
      !field.ref &&
      field.type.safeParse(name).success &&
      (field.kind === 'string' || field.kind === 'unknown'),
  );
const listsOf = (entity: Entity, name: string) =>
  entity.fields.filter(
    (field) => field.element === 'string' && !field.ref && field.type.safeParse([name]).success,
  );
const isPlain = (field: Field) => ['string', 'enum', 'boolean', 'number'].includes(field.kind);

describe.each(NAMES)('a record full of the word %s', (name) => {
  it.for(
    entities
      .filter(
        (entity) => !entity.isReadOnly && [...wordsOf(entity, name), ...listsOf(entity, name)].length > 0,
      )
      .map((entity) => [entity.plural, entity] as const),
  )('is one like any other among %s', async ([_, entity], { db }) => {
    const service = db.crm.records(entity);
    const own = await aWorkspace(db.crm);
    const given = await inputOf(db.crm, entity, own);
    if (!given) return;
    const scope: Scope = { ...own.system, groupId: newId() };
    // what belongs to a state that the record is not in is not kept
    const isKept = ({ belongsTo }: Field) =>
      !belongsTo || belongsTo.values.includes(String(given[belongsTo.field] ?? ''));
    let words = [...wordsOf(entity, name), ...listsOf(entity, name)].filter(isKept);
    const inputNow = () => ({
      ...given,
      ...Object.fromEntries(words.map((field) => [field.name, field.element ? [name] : name])),
    });
    const make = (): Promise<{ id: string }> =>
      service.create(scope, inputNow() as never).catch((error: unknown) => {
        // what the entity's own rule lets nobody fill in freely
        const refused = error instanceof InvalidError ? Object.keys(error.fields ?? {}) : [];
        const left = words.filter((field) => !refused.includes(field.name));
        if (left.length === words.length) throw error;
        words = left;
        return make();
      });
    const { id } = await make();
    expect(words).not.toEqual([]);
    const record: Record<string, unknown> = await service.get(scope, id);
    for (const field of words) {
      if (field.hidden) continue;
      expect(record[field.name], field.name).toEqual(field.element ? [name] : name);
      const where: Condition[] = [{ field: field.name, op: 'eq', value: name }];
      expect(await service.count(scope, { where }), field.name).toBe(1);
      const { groups } = await service.totals(scope, { where, groupBy: [field.name] });
      expect(groups, field.name).toEqual([{ key: { [field.name]: name }, count: 1, totals: [] }]);
    }
    for (const field of entity.fields.filter((one) => isPlain(one) && !one.hidden)) {
      const first = await service.find(scope, { sort: field.name, limit: 1 });
      const second = first.nextCursor
        ? await service.find(scope, { sort: field.name, limit: 1, cursor: first.nextCursor })
        : first;
      expect(second.records, field.name).toHaveLength(1);
    }
    expect((await service.find(scope, { search: name })).records.map((one) => one.id)).toEqual(
      entity.search ? [id] : [],
    );
    // what only Clianta itself deletes, nobody takes back
    if (!entity.isAudited || entity.access.delete === 'system') return;
    await undoGroup(db.crm, own.scope, scope.groupId as string);
    await expect(service.get(scope, id)).rejects.toThrow('There is no');
    expect((await auditRequests(db.crm, own.scope, {})).rows.length).toBeGreaterThan(1);
  });

  it('is refused as the name of a field, of a record and of a value', async ({ db, home }) => {
    const companies = db.crm.records(Company);
    const foreign = JSON.parse(`{ "name": "A", "${name}": "x" }`);
    await expect(
      (async () => companies.create(home.scope, fromJson(Company, foreign) as never))(),
    ).rejects.toThrow(InvalidError);
    const values = JSON.parse(`{ "name": "A", "customFields": { "${name}": "x" } }`);
    // zod passes over this one in a record, as JSON.parse is the only one to make it
    if (name === '__proto__')
      expect((await companies.create(home.scope, values)).customFields).toBeUndefined();
    else await expect(companies.create(home.scope, values)).rejects.toThrow(name);
    for (const field of [name, `customFields.${name}`, `companyId.${name}`]) {
      const where: Condition[] = [{ field, op: 'eq', value: 'x' }];
      await expect(companies.find(home.scope, { where }), field).rejects.toThrow(InvalidError);
      await expect(companies.find(home.scope, { sort: field }), field).rejects.toThrow(InvalidError);
      await expect(companies.totals(home.scope, { groupBy: [field] }), field).rejects.toThrow(InvalidError);
      await expect(companies.totals(home.scope, { of: [field] }), field).rejects.toThrow(InvalidError);
    }
    await expect(companies.get(home.scope, name)).rejects.toThrow('There is no company');
    await expect(companies.find(home.scope, { cursor: name })).rejects.toThrow(InvalidError);
  });
});

describe('a custom field with the name of what every object has', () => {
  it.for(['constructor', 'toString', 'hasOwnProperty'])('works as %s', async (key, { db }) => {
    const own = await aWorkspace(db.crm);
    const companies = db.crm.records(Company);
    const define = (type: 'text' | 'multiselect', isRequired = false) =>
      db.crm.records(CustomFieldDefinition).create(own.scope, {
        entity: 'company',
        key: type === 'text' ? key : `${key}s`,
        label: `${key} ${type}`,
        type,
        isRequired,
        ...(type === 'multiselect' && { options: NAMES }),
      });
    await define('text');
    await define('multiselect');
    const without = await companies.create(own.scope, { name: 'Without' });
    const scope = { ...own.scope, groupId: newId() };
    const made = await companies.create(own.scope, { name: 'With', customFields: { [key]: 'a' } });
    await companies.update(scope, made.id, { customFields: { [key]: 'b', [`${key}s`]: NAMES } });
    const field = `customFields.${key}`;
    const found = async (condition: Partial<Condition>) =>
      (
        await companies.find(own.scope, { where: [{ field, op: 'eq', ...condition }], sort: 'name' })
      ).records.map((record) => record.name);
    expect(await found({ value: 'b' })).toEqual(['With']);
    expect(await found({ op: 'is_empty' })).toEqual(['Without']);
    expect(await found({ op: 'is_set' })).toEqual(['With']);
    expect(await found({ op: 'contains', value: 'B' })).toEqual(['With']);
    expect(await found({ field: `${field}s`, value: '__proto__' })).toEqual(['With']);
    expect(
      (await companies.totals(own.scope, { groupBy: [field] })).groups.map((group) => group.key),
    ).toEqual(expect.arrayContaining([{ [field]: 'b' }, { [field]: null }]));
    const byList = await companies.totals(own.scope, { groupBy: [`${field}s`] });
    expect(byList.groups.map((group) => group.key[`${field}s`]).sort()).toEqual([...NAMES, null].sort());
    const first = await companies.find(own.scope, { sort: field, limit: 1 });
    expect(first.records[0]?.id).toBe(without.id);
    const cursor = first.nextCursor as string;
    expect((await companies.find(own.scope, { sort: field, limit: 1, cursor })).records[0]?.id).toBe(made.id);
    await undoGroup(db.crm, own.scope, scope.groupId);
    expect((await companies.get(own.scope, made.id)).customFields).toEqual({ [key]: 'a' });
    const { records } = await db.crm
      .records(UserAction)
      .find(own.scope, { where: [{ field: 'recordId', op: 'eq', value: made.id }], sort: 'recordVersion' });
    expect(records.map(({ after }) => after.customFields)).toEqual([
      { [key]: 'a' },
      { [key]: 'b', [`${key}s`]: NAMES },
      { [key]: 'a' },
    ]);
  });

  it('is missed when it is required', async ({ db }) => {
    const own = await aWorkspace(db.crm);
    await db.crm.records(CustomFieldDefinition).create(own.scope, {
      entity: 'company',
      key: 'constructor',
      label: 'Builder',
      type: 'text',
      isRequired: true,
    });
    await expect(db.crm.records(Company).create(own.scope, { name: 'A' })).rejects.toThrow(
      'Builder is required',
    );
  });
});

it('stages and pipelines may be called so, and deals are counted by them', async ({ db }) => {
  const own = await aWorkspace(db.crm);
  const pipeline = await db.crm.records(Pipeline).create(own.scope, {
    name: '__proto__',
    stages: NAMES.map((name) => ({ id: name, name, probability: 0.5 })),
  });
  for (const stageId of NAMES)
    await aDeal(db.crm, own.scope, { title: stageId, pipelineId: pipeline.id, stageId });
  const { groups } = await db.crm
    .records(db.crm.store.entity('opportunity'))
    .totals(own.scope, { groupBy: ['stageId'], of: ['amountMinor'] });
  expect(groups.map(({ key }) => key.stageId).sort()).toEqual([...NAMES].sort());
});
