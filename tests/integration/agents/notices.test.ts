import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { planDeliveries } from '@clianta/crm-core/conversations/notice/plan-deliveries';
import { preferenceOf } from '@clianta/crm-core/conversations/notice/set-notices';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import { DateTime } from 'luxon';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';

const it = crmTest;

it('shows a person’s notices, why they were told, snoozes and marks them, and changes where they are told', async ({
  db: { crm },
  home,
  sam,
}) => {
  const { scope, system } = home;
  const userId = scope.actor.id;
  await crm.records(ExternalIdentity).create(scope, {
    channel: 'slack',
    externalUserId: `U${home.workspaceId}`,
    userId,
    provenBy: 'admin',
  });
  const telling = async (title: string, to = userId) => {
    const notice = await crm.records(Notice).create(system, {
      userId: to,
      kind: 'reminder',
      title,
      at: new Date(),
      key: title,
      because: 'It is the reminder of a task that you made.',
    });
    await planDeliveries(crm, notice);
    return notice;
  };
  const said = async (text: string) => (await sam.say(text)).reply.text;
  const first = await telling('Reminder: Call Ada');
  const carlos = await home.member('Carlos Diaz');
  await telling('Not for Sam', carlos.actor.id);

  const list = await said('Show my notices');
  expect(list).toContain('1 unread notice');
  expect(list).toContain('**Reminder: Call Ada**');
  expect(list).not.toContain('Not for Sam');
  expect(await said('Why two?')).toMatch(
    /It is the reminder of a task that you made[\s\S]*Slack: waits until/,
  );
  expect(await said('What did I miss?')).toContain('1 unread notice');

  expect(await said('Snooze till Monday')).toMatch(
    /^Snoozed until Mon .*9:00 AM: \*\*Reminder: Call Ada\*\*/,
  );
  const snoozed = await crm.records(Notice).get(scope, first.id);
  const { timeZone } = await crm.facts(home.workspaceId);
  const until = DateTime.fromJSDate(snoozed.snoozedUntil ?? new Date(0), { zone: timeZone });
  expect([until.weekday, until.hour]).toEqual([1, 9]);

  await telling('Reminder: Call Bob');
  await telling('Reminder: Call Cleo');
  const { reply } = await sam.say('Dismiss the notice');
  expect(reply.cards).toMatchObject([{ type: 'choice', options: [{ label: 'All 2' }, {}, {}] }]);
  expect(await said('Mark all notifications as read')).toBe('Marked as read: 2 notices.');
  expect(await said('Show my notices')).toContain('no unread notices');

  const readBack = await said('Deals in Slack, the rest by mail at 8');
  expect(readBack).toContain('**Slack**: deals won and lost at once');
  expect(readBack).toMatch(
    /\*\*E-mail\*\*: reminders, approvals, what is handed to you and reports in the digest at 08:00/,
  );
  expect(await said('Not after 7 pm')).toContain('Quiet from 19:00 to 08:00');
  const asked = await sam.say('Stop all');
  expect(asked.reply.text).toContain('security of your account is still told');
  const kept = await preferenceOf(crm, scope);
  expect(kept?.when.outcome).toEqual({ slack: 'now', mail: 'off' });
  expect(await said('Yes, stop all')).toContain('Nothing is told outside your inbox');
  expect((await preferenceOf(crm, scope))?.when.outcome).toEqual({ slack: 'off', mail: 'off' });
});
