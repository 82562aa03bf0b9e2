import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { setOwnPreferences } from '@clianta/crm-core/workspace/own-preferences';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';

/** Sunday evening in Berlin, Monday morning in Tokyo. */
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => new Date('2026-11-22T22:00:00Z') });

it('times are said and read on the clock of the person, not on that of the workspace', async ({
  db,
  home,
}) => {
  const viewer = await home.member('Yuki Mori');
  await setOwnPreferences(db.crm, viewer, { timeZone: 'asia/tokyo', locale: 'en-GB' });
  const yuki = await aTalker(db, viewer);
  const { reply } = await yuki.say('Remind me to call the bank tomorrow at 14:30');
  const [task] = (await db.crm.records(Task).find(viewer)).records;
  // tomorrow is Tuesday in Tokyo, nine hours ahead of UTC
  expect(task?.remindAt?.toISOString()).toBe('2026-11-24T05:30:00.000Z');
  expect(reply.text).toContain('Tue 24 Nov 2026, 14:30');
  // "due tomorrow" begins when their day does
  expect((await yuki.say('Which tasks are due tomorrow?')).reply.text).toMatch(/\b1 task\b|call the bank/i);
  await yuki.close();
});

it('goes back to that of the workspace', async ({ db, home }) => {
  await setOwnPreferences(db.crm, home.scope, { timeZone: 'Asia/Tokyo' });
  await setOwnPreferences(db.crm, home.scope, { timeZone: null });
  const { timeZone } = await db.crm.records(Workspace).get(home.scope, home.workspaceId);
  expect(await db.crm.localOf(home.workspaceId, home.scope.actor.id)).toMatchObject({ timeZone });
  await expect(setOwnPreferences(db.crm, home.scope, { timeZone: 'Mars/Olympus' })).rejects.toThrow(
    /time zone/,
  );
});
