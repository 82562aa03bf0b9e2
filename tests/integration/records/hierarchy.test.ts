import { descendantIds } from '@clianta/crm-core/crm/company/ancestors';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { companyAncestors } from '@clianta/crm-core/migrations/company-ancestors.migration';
import { expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aCompany, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

type World = { db: TestDatabase; home: TestWorkspace };

/** Companies of these names, each below the one before it. */
async function aChain({ db, home }: World, ...names: string[]) {
  const made: Array<Awaited<ReturnType<typeof aCompany>>> = [];
  for (const name of names) {
    const parentId = made.at(-1)?.id;
    made.push(await aCompany(db.crm, home.scope, { name, ...(parentId && { parentId }) }));
  }
  return made;
}

/** The names of those above each company, as they are stored. */
async function above({ db, home }: World): Promise<Record<string, string[]>> {
  const all = await db.crm.store.model(Company.name).find({ workspaceId: home.workspaceId }).lean();
  const nameOf = new Map(all.map(({ _id, name }) => [String(_id), String(name)]));
  return Object.fromEntries(
    all.map(({ name, ancestors }) => [
      name,
      ((ancestors ?? []) as string[]).map((id) => nameOf.get(id) ?? id),
    ]),
  );
}

const put = ({ db, home }: World, id: string, parentId: string | null) =>
  db.crm.records(Company).update(home.scope, id, { parentId });

it('who stands above is known at every depth, and goes along with a new parent, and back', async ({
  db,
  home,
}) => {
  const world = { db, home };
  const [globex, acme, labs] = await aChain(world, 'Globex', 'Acme', 'Labs');
  const [initech] = await aChain(world, 'Initech');
  if (!globex || !acme || !labs || !initech) throw new Error('not made');
  expect(await above(world)).toEqual({ Globex: [], Acme: ['Globex'], Labs: ['Acme', 'Globex'], Initech: [] });
  await put(world, globex.id, initech.id);
  expect((await above(world)).Labs).toEqual(['Acme', 'Globex', 'Initech']);
  expect((await descendantIds(db.crm.store, home.workspaceId, initech.id)).toSorted()).toEqual(
    [globex.id, acme.id, labs.id].toSorted(),
  );
  await put(world, acme.id, null);
  expect(await above(world)).toEqual({ Globex: ['Initech'], Acme: [], Labs: ['Acme'], Initech: [] });
  expect(await db.crm.records(Company).get(home.scope, labs.id)).not.toHaveProperty('ancestors');
});

it('a circle is refused by naming it, over several levels', async ({ db, home }) => {
  const world = { db, home };
  const [globex, acme, labs] = await aChain(world, 'Globex', 'Acme', 'Labs');
  await expect(put(world, globex?.id ?? '', labs?.id ?? '')).rejects.toThrow(
    'Globex cannot belong to Labs: Labs belongs to Acme and Acme belongs to Globex, so that would be a circle.',
  );
  await expect(put(world, acme?.id ?? '', acme?.id ?? '')).rejects.toThrow('Acme cannot belong to itself.');
});

it('a circle is refused when its two halves are written at the same moment by two processes', async ({
  db,
  home,
}) => {
  const other = await openTestCrm();
  try {
    for (let round = 0; round < 8; round++) {
      const world = { db, home };
      const [a] = await aChain(world, `A${round}`);
      const [b] = await aChain(world, `B${round}`);
      const [c] = await aChain(world, `C${round}`);
      if (!a || !b || !c) throw new Error('not made');
      const results = await Promise.allSettled([
        put(world, a.id, b.id),
        put({ db: other, home }, b.id, c.id),
        put({ db: other, home }, c.id, a.id),
      ]);
      const refused = results.flatMap((one) =>
        one.status === 'rejected' ? [String(one.reason.message)] : [],
      );
      expect(refused).toEqual([expect.stringContaining('would be a circle')]);
    }
  } finally {
    await other.close();
  }
});

it('ten levels are the most, whether one is put below or goes along', async ({ db, home }) => {
  const world = { db, home };
  const names = Array.from({ length: 10 }, (_, at) => `L${at}`);
  const chain = await aChain(world, ...names);
  await expect(aCompany(db.crm, home.scope, { name: 'L10', parentId: chain[9]?.id ?? '' })).rejects.toThrow(
    'A hierarchy has 10 levels at most',
  );
  const [top] = await aChain(world, 'Top');
  await expect(put(world, chain[0]?.id ?? '', top?.id ?? '')).rejects.toThrow('10 levels at most');
  await put(world, chain[1]?.id ?? '', top?.id ?? '');
});

it('what earlier versions have stored gets them, once', async ({ db, home }) => {
  const world = { db, home };
  await aChain(world, 'Globex', 'Acme', 'Labs');
  const { collection } = db.crm.store.model(Company.name);
  await collection.updateMany({ workspaceId: home.workspaceId }, { $unset: { ancestors: 1 } });
  expect(await companyAncestors.run(db.crm)).toBeGreaterThanOrEqual(2);
  expect((await above({ db, home })).Labs).toEqual(['Acme', 'Globex']);
  expect(await companyAncestors.run(db.crm)).toBe(0);
});
