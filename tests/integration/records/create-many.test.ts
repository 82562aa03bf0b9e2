import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, aContact, type TestWorkspace } from '../../support/test-crm.ts';

type Input = Record<string, unknown> & { name: string };

/** Rows whose ids follow from the workspace and their place. */
const rows = (home: TestWorkspace, inputs: readonly Input[], from = 0) =>
  inputs.map((input, at) => ({ id: idFrom(`${home.workspaceId}:${from + at}`), input }));

describe('making many records at once', () => {
  it('refuses exactly what making one refuses, and makes the rest', async ({ db, home }) => {
    const records = db.crm.records(Contact);
    await aContact(db.crm, home.scope, { email: 'taken@x.example' });
    const foreign = idFrom('no company');
    const inputs: Input[] = [
      { name: 'Good One', email: 'good@x.example', phone: '+1 415 555 0100' },
      { name: 'Bad Mail', email: 'no mail' },
      { name: 'Taken', email: 'TAKEN@x.example' },
      { name: 'No Company', companyId: foreign },
      { name: 'Twice', email: 'good@x.example' },
    ];
    const made = await records.createMany(home.scope, rows(home, inputs));
    const reasons = made.map((one) => (one.kind === 'refused' ? one.error.message : one.kind));
    const single = await Promise.all(
      inputs.map((input) =>
        records.create(home.scope, input).then(
          () => 'made',
          (error: Error) => error.message,
        ),
      ),
    );
    expect(reasons.map((reason) => reason.replace(' further up', ' (Good One)'))).toEqual([
      'made',
      ...single.slice(1),
    ]);
    const good = await records.get(home.scope, made[0]?.id ?? '');
    expect(good).toMatchObject({ name: 'Good One', phone: '+14155550100', version: 1 });
  });

  it('says the same before and when it writes, and a record in the trash holds no value', async ({
    db,
    home,
  }) => {
    const records = db.crm.records(Contact);
    await aContact(db.crm, home.scope, { email: 'live@x.example' });
    const gone = await aContact(db.crm, home.scope, { email: 'gone@x.example' });
    await records.delete(home.scope, gone.id);
    const inputs: Input[] = [
      { name: 'A', email: 'live@x.example' },
      { name: 'B', email: 'gone@x.example' },
      { name: 'C', email: 'new@x.example' },
      { name: 'D', email: 'new@x.example' },
    ];
    const given = rows(home, inputs);
    const passed = new Set<string>();
    const before = [
      ...(await records.createMany(home.scope, given.slice(0, 3), { isDryRun: true, passed })),
      ...(await records.createMany(home.scope, given.slice(3), { isDryRun: true, passed })),
    ];
    expect(before.map(({ kind }) => kind)).toEqual(['refused', 'made', 'made', 'refused']);
    expect(await records.count(home.scope)).toBe(1);
    expect((await records.createMany(home.scope, given)).map(({ kind }) => kind)).toEqual(
      before.map(({ kind }) => kind),
    );
  });

  it('leaves an audit entry for each in one group, and events that say they are of many', async ({
    db,
    home,
  }) => {
    const company = await aCompany(db.crm, home.scope);
    const inputs = Array.from({ length: 600 }, (_, at) => ({ name: `Person ${at}`, companyId: company.id }));
    const made = await db.crm.records(Contact).createMany(home.scope, rows(home, inputs));
    expect(made.every(({ kind }) => kind === 'made')).toBe(true);
    const audit = db.crm.records(UserAction);
    const { all, groups } = await audit.totals(home.scope, {
      where: [{ field: 'entity', op: 'eq', value: 'contact' }],
      groupBy: ['groupId'],
    });
    expect([all.count, groups.length]).toEqual([600, 1]);
    const stored = await db.crm.store.model(Contact).findOne({ _id: made[599]?.id }).lean();
    expect(stored?.outbox?.[0]).toMatchObject({
      isBulk: true,
      events: ['contact.created'],
    });
  });

  it('changes nothing when it runs again, and puts in order what a crash has left', async ({ db, home }) => {
    const records = db.crm.records(Contact);
    const given = rows(home, [{ name: 'One' }, { name: 'Two' }]);
    await records.createMany(home.scope, given);
    await records.update(home.scope, given[0]?.id ?? '', { name: 'Changed since' });
    // the process ended between the record and its audit entry
    await db.crm.store.model(UserAction).deleteMany({ recordId: given[1]?.id });
    const again = await records.createMany(home.scope, [...given, ...rows(home, [{ name: 'Three' }], 2)]);
    expect(again.map(({ kind }) => kind)).toEqual(['known', 'known', 'made']);
    expect((await records.get(home.scope, given[0]?.id ?? '')).name).toBe('Changed since');
    const logged = await db.crm.records(UserAction).find(home.scope, {
      where: [{ field: 'recordId', op: 'eq', value: given[1]?.id ?? '' }],
    });
    expect(logged.records.map(({ change }) => change)).toEqual(['created']);
  });

  it('sees only its own workspace, and asks for the right to create', async ({ db, home }) => {
    const viewer = await home.member('Vera Viewer', 'viewer');
    await expect(db.crm.records(Contact).createMany(viewer, rows(home, [{ name: 'X' }]))).rejects.toThrow(
      'may not create',
    );
  });
});
