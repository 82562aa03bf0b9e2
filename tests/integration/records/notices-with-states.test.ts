import { deliverNotice } from '@clianta/crm-core/conversations/notice/deliver-notice';
import { Notice, UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import { NoticePreference } from '@clianta/crm-core/conversations/notice/notice-preference.schema';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { noticesWithStates } from '@clianta/crm-core/migrations/notices-with-states.migration';
import { waitingJobs } from '@clianta/crm-core/work/waiting-job';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import { expect, it } from 'vitest';
import { openOwnDatabase } from '../../support/own-database.ts';
import { aWorkspace } from '../../support/test-crm.ts';

it('keeps what was seen as read, the chosen chat and the quiet hours, and what is on its way', async () => {
  const { crm, close } = await openOwnDatabase();
  const { workspaceId, scope, system } = await aWorkspace(crm);
  const userId = scope.actor.id;
  const account = { externalUserId: 'U1', userId, provenBy: 'admin' as const };
  const slack = await crm.records(ExternalIdentity).create(scope, { ...account, channel: 'slack' });
  await crm.records(ExternalIdentity).create(scope, { ...account, channel: 'teams' });
  const old = (values: object) => ({ $set: values, $unset: { state: 1, when: 1, digestAt: 1 } });
  const notices = crm.store.model(Notice).collection;
  for (const [key, values] of [
    ['seen', { seenAt: new Date() }],
    ['unseen', {}],
  ] as const) {
    const note = { userId, kind: 'reminder' as const, title: key, at: new Date(), key };
    const { id } = await crm.records(Notice).create(system, note);
    await notices.updateOne({ _id: id as never }, old(values));
  }
  const { id } = await crm.records(NoticePreference).create(scope, { userId });
  await crm.store
    .model(NoticePreference)
    .collection.updateOne(
      { _id: id as never },
      old({ channel: 'slack', quietFrom: '18:30', quietTo: '08:00' }),
    );
  const at = new Date(Date.now() + 3_600_000);
  await crm.enqueue(deliverNotice, { noticeId: 'n1', channel: '' }, { workspaceId, key: 'old', at });
  await waitingJobs(crm.store.connection).updateOne(
    { key: 'old' },
    { $set: { data: { noticeId: 'n1', identityId: slack.id } } },
  );

  expect(await noticesWithStates.run(crm)).toBe(4);
  expect(await noticesWithStates.run(crm)).toBe(0);
  const unread = await crm.records(Notice).find(scope, { where: UNREAD });
  expect(unread.records.map(({ title }) => title)).toEqual(['unseen']);
  expect(await crm.records(NoticePreference).get(scope, id)).toMatchObject({
    when: { reminder: { teams: 'off' }, approval: { teams: 'off' } },
    quietHours: { from: '18:30', to: '08:00' },
    digestAt: '08:00',
  });
  const waiting = await crm.work.list(workspaceId, { states: ['waiting'], limit: 10 });
  expect(waiting).toMatchObject([{ data: { noticeId: 'n1', channel: 'slack' }, at }]);
  expect(await crm.store.model('noticeDelivery').findById(idFrom('delivery:n1:slack')).lean()).toMatchObject({
    status: 'waiting',
    userId,
  });
  await close();
});
