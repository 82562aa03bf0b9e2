import { knownPlaces } from '@clianta/crm-core/migrations/known-places.migration';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { expect, it } from 'vitest';
import { openOwnDatabase } from '../../support/own-database.ts';
import { aWorkspace } from '../../support/test-crm.ts';

it('turns what the platform does not know into what it does, and refuses more of it', async () => {
  const { crm, close } = await openOwnDatabase();
  const { workspaceId, scope } = await aWorkspace(crm);
  await crm.store
    .model(Workspace)
    .collection.updateOne({ _id: workspaceId as never }, { $set: { locale: 'de_DE', currency: 'ABC' } });
  await crm.store
    .model(User)
    .collection.updateOne({ _id: scope.actor.id as never }, { $set: { timeZone: 'nonsense' } });
  expect(await knownPlaces.run(crm)).toBe(3);
  const workspaces = crm.records(Workspace);
  expect(await workspaces.get(scope, workspaceId)).toMatchObject({
    locale: 'de-DE',
    currency: 'USD',
    timeZone: 'Europe/Berlin',
  });
  expect((await crm.records(User).get(scope, scope.actor.id)).timeZone).toBeUndefined();
  expect(await knownPlaces.run(crm)).toBe(0);
  expect((await workspaces.update(scope, workspaceId, { locale: 'fr_FR' })).locale).toBe('fr-FR');
  await expect(workspaces.update(scope, workspaceId, { locale: 'xx-YY' })).rejects.toThrow(/language/);
  await expect(crm.records(User).update(scope, scope.actor.id, { timeZone: 'nonsense' })).rejects.toThrow(
    /time zone/,
  );
  await close();
});
