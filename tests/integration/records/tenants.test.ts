import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { bulkChange } from '@clianta/crm-core/entity/bulk';
import { ForbiddenError, InvalidError, NotFoundError } from '@clianta/crm-core/errors';
import { entities } from '@clianta/crm-core/registry';
import { describe, expect } from 'vitest';
import { aRecordOfEvery } from '../../support/every-entity.ts';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, aContact, aWorkspace } from '../../support/test-crm.ts';

describe('tenants', () => {
  it('never mix: for every entity another workspace reads, counts, changes, deletes and restores nothing', async ({
    db,
    home,
  }) => {
    const other = await aWorkspace(db.crm);
    for (const { entity, id } of await aRecordOfEvery(db.crm, home)) {
      const service = db.crm.records(entity);
      const before = await service.get(home.system, id);
      await expect(service.get(other.system, id), entity.name).rejects.toThrow(NotFoundError);
      expect((await service.getMany(other.system, [id])).size, entity.name).toBe(0);
      expect(
        await service.count(other.system, { where: [{ field: 'id', op: 'eq', value: id }] }),
        entity.name,
      ).toBe(0);
      expect(await service.findOne(other.system, { _id: id }), entity.name).toBeUndefined();
      for (const write of [
        () => service.delete(other.system, id),
        () => service.restore(other.system, id),
        () => service.update(other.system, id, {} as never),
        () => service.revert(other.system, id, {}, before.version),
      ]) {
        await expect(write(), entity.name).rejects.toThrow(NotFoundError);
      }
      const all = { where: [{ field: 'id', op: 'eq', value: id }] } as const;
      const bulk = await bulkChange(service, other.system, { where: [...all.where] }, { kind: 'delete' });
      expect(bulk, entity.name).toMatchObject({ changed: [], failed: [] });
      expect(await service.get(home.system, id), entity.name).toEqual(before);
    }
  });

  it('refuse a reference to a record of another workspace', async ({ db, home }) => {
    const other = await aWorkspace(db.crm);
    const foreign = await aCompany(db.crm, other.scope);
    await expect(aContact(db.crm, home.scope, { companyId: foreign.id })).rejects.toMatchObject({
      fields: { companyId: expect.any(String) },
    });
  });

  it('need a scope: without one every method throws', async ({ db }) => {
    for (const entity of entities) {
      const service = db.crm.records(entity);
      await expect(service.find(undefined as never), entity.name).rejects.toThrow(ForbiddenError);
      await expect(service.create({ workspaceId: '' } as never, {} as never), entity.name).rejects.toThrow(
        ForbiddenError,
      );
      await expect(service.query(undefined as never), entity.name).rejects.toThrow(ForbiddenError);
    }
  });

  it('let no operator in through a filter', async ({ db, home }) => {
    await aContact(db.crm, home.scope);
    const service = db.crm.records(Contact);
    const find = (value: unknown) =>
      service.find(home.scope, { where: [{ field: 'name', op: 'eq', value }] });
    await expect(find({ $ne: '' })).rejects.toThrow(InvalidError);
    await expect(
      service.find(home.scope, { where: [{ field: 'workspaceId', op: 'ne', value: 'x' }] }),
    ).rejects.toThrow(/no field/);
    await expect(
      service.find(home.scope, { where: [{ field: '$where', op: 'eq', value: '1' }] }),
    ).rejects.toThrow(/no field/);
    expect(
      (await service.find(home.scope, { where: [{ field: 'name', op: 'contains', value: '.*' }] })).records,
    ).toEqual([]);
  });
});
