import { deliverNoticeJob } from '@clianta/bot/notices/deliver-notice.job';
import type { Outlet, Told } from '@clianta/bot/notices/outlet';
import { sendDigestJob } from '@clianta/bot/notices/send-digest.job';
import { markNotices } from '@clianta/crm-core/conversations/notice/mark-notices';
import { Notice, type NoticeRecord, UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import { NoticeDelivery } from '@clianta/crm-core/conversations/notice/notice-delivery.schema';
import { noteActive, noteGone } from '@clianta/crm-core/conversations/notice/presence';
import { subscribe } from '@clianta/crm-core/conversations/notice/push-subscriptions';
import { setNotices } from '@clianta/crm-core/conversations/notice/set-notices';
import { idFrom } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { UpstreamError } from '@clianta/crm-core/errors';
import { runJob } from '@clianta/crm-core/work/run-job';
import { waitingJobs as stored } from '@clianta/crm-core/work/waiting-job';
import { WorkClaims } from '@clianta/crm-core/work/work-claims';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import { wakeNotice } from '@clianta/jobs/jobs/wake-notice.job';
import { type Note, tell } from '@clianta/jobs/tell';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openOwnDatabase } from '../../support/own-database.ts';
import { aWorkspace, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const NOON = new Date('2026-03-02T12:00:00.000Z');
let now = NOON;
let db: TestDatabase;
let home: TestWorkspace;
let sam: Scope;
/** Whom each channel has told what. */
let told: Array<{ channel: string } & Told>;
let broken: Set<string>;
const shown: string[] = [];

const outlet = (name: string): Outlet => ({
  name,
  label: name,
  targetsOf: async (_workspaceId, userId) => [
    {
      id: `${name}-${userId}`,
      async send(notice) {
        if (broken.has(name)) throw new UpstreamError(`${name} is down`);
        told.push({ channel: name, ...notice });
      },
    },
  ],
});
const outlets = ['slack', 'push', 'mail'].map(outlet);
const jobs = [deliverNoticeJob(outlets), sendDigestJob(outlets), wakeNotice];

beforeAll(async () => {
  db = await openOwnDatabase({ now: () => now });
});
afterAll(() => db.close());
beforeEach(async () => {
  now = NOON;
  told = [];
  broken = new Set();
  home = await aWorkspace(db.crm, { timeZone: 'UTC' });
  sam = home.scope;
  await db.crm.records(ExternalIdentity).create(sam, {
    channel: 'slack',
    externalUserId: idFrom(home.workspaceId),
    userId: sam.actor.id,
    provenBy: 'admin',
  });
});

const context = () => ({
  crm: db.crm,
  notify: (_workspaceId: string, _userId: string, { title }: { title: string }) => void shown.push(title),
});

let count = 0;
async function telling(note: Partial<Note> = {}): Promise<NoticeRecord> {
  count += 1;
  const { workspaceId } = home;
  const userId = sam.actor.id;
  const whole = {
    workspaceId,
    userId,
    kind: 'reminder',
    title: `Call ${count}`,
    key: `k${count}`,
    at: now,
    ...note,
  };
  await tell(context(), whole as Note);
  return db.crm.records(Notice).get(sam, idFrom(`notice:${workspaceId}:${userId}:${whole.key}`));
}

/** Does all that is due in the workspace, as the workers would: again and again until nothing is. */
async function work(): Promise<void> {
  const claims = new WorkClaims(db.database.connection, () => now);
  const { workspaceId } = home;
  for (;;) {
    const due = await stored(db.database.connection).findOne({
      workspaceId,
      state: 'waiting',
      wakeAt: { $lte: now },
    });
    if (!due) return;
    const [claimed] = (await claims.claim([due._id])).claimed;
    if (!claimed) return;
    const job = jobs.find(({ name }) => name === due.job);
    if (job) await runJob(claims, job as never, claimed, context());
  }
}
const at = (iso: string) => {
  now = new Date(iso);
};
const heard = () => told.map(({ channel, title }) => `${channel}: ${title}`);
const deliveriesOf = async ({ id }: NoticeRecord) =>
  Object.fromEntries(
    (
      await db.crm.records(NoticeDelivery).find(sam, { where: [{ field: 'noticeId', op: 'eq', value: id }] })
    ).records.map(({ channel, status, reason }) => [channel, reason ? `${status}: ${reason}` : status]),
  );
const withBrowser = () =>
  subscribe(db.crm, sam, { endpoint: `https://push.example/${home.workspaceId}`, p256dh: 'x', auth: 'x' });

it('tells where the person wants it, once however often it is told, and everything is in the inbox', async () => {
  const note = { title: 'Call Ada', key: 'same' };
  const notice = await telling(note);
  at('2026-03-02T12:05:00Z');
  await telling(note);
  await telling({ kind: 'outcome', title: 'Won', key: 'other' });
  await work();
  await telling(note);
  await work();
  expect(heard()).toEqual(['slack: Call Ada']);
  expect(await deliveriesOf(notice)).toEqual({ slack: 'sent' });
  expect((await db.crm.records(Notice).find(sam, { where: UNREAD })).records).toHaveLength(2);
});

it('waits for the end of quiet hours, but not with what is about security', async () => {
  await setNotices(db.crm, sam, { quietHours: { from: '11:00', to: '14:00' } });
  const notice = await telling();
  await telling({ kind: 'security', title: 'Your password was changed' });
  await work();
  expect(heard().sort()).toEqual(['mail: Your password was changed', 'slack: Your password was changed']);
  told = [];
  at('2026-03-02T14:00:00Z');
  await work();
  expect(heard()).toEqual([`slack: ${notice.title}`]);
});

it('asks when it sends what the person wants by then', async () => {
  await setNotices(db.crm, sam, { quietHours: { from: '11:00', to: '14:00' } });
  const off = await telling();
  await setNotices(db.crm, sam, { cells: [{ kind: 'reminder', channel: 'slack', when: 'off' }] });
  const seen = await telling({ kind: 'approval' });
  at('2026-03-02T14:00:00Z');
  await db.crm.records(Notice).update(sam, seen.id, { state: 'read' });
  await work();
  expect(told).toEqual([]);
  expect(await deliveriesOf(off)).toEqual({ slack: 'skipped: You have turned it off.' });
  expect(await deliveriesOf(seen)).toEqual({ slack: 'skipped: You had seen it by then.' });
});

it('pushes nothing to who is in the console, and again once they have left it', async () => {
  await withBrowser();
  await noteActive(db.crm, home.workspaceId, sam.actor.id);
  const here = await telling();
  await work();
  expect(await deliveriesOf(here)).toMatchObject({ push: 'skipped: You were in the console.' });
  await noteGone(db.crm, home.workspaceId, sam.actor.id);
  const away = await telling();
  await work();
  expect(await deliveriesOf(away)).toMatchObject({ push: 'sent' });
});

it('mails what a channel has not taken three times', async () => {
  broken.add('slack');
  const notice = await telling();
  for (let minute = 1; minute <= 5; minute++) {
    await work();
    at(`2026-03-02T12:0${minute}:00Z`);
  }
  expect(heard()).toEqual([`mail: ${notice.title}`]);
  expect(await deliveriesOf(notice)).toEqual({ slack: 'failed: slack is down', mail: 'sent' });
});

it('tells what comes by digest in one message a day on each channel, and sends no empty one', async () => {
  await setNotices(db.crm, sam, {
    cells: [
      { kind: 'assigned', channel: 'mail', when: 'digest' },
      { kind: 'assigned', channel: 'slack', when: 'digest' },
    ],
    digestAt: '13:00',
  });
  const first = await telling({ kind: 'assigned', title: 'One' });
  at('2026-03-02T12:01:00Z');
  const second = await telling({ kind: 'assigned', title: 'Two' });
  await work();
  expect(told).toEqual([]);
  at('2026-03-02T13:00:00Z');
  await work();
  expect(heard().sort()).toEqual(['mail: 2 things to know', 'slack: 2 things to know']);
  expect(told[0]?.body).toBe('- One\n- Two');
  expect(await deliveriesOf(first)).toEqual({ mail: 'sent', slack: 'sent' });

  const next = await telling({ kind: 'assigned', title: 'Three' });
  await db.crm.records(Notice).update(sam, next.id, { state: 'done' });
  at('2026-03-03T13:00:00Z');
  await work();
  expect(told).toHaveLength(2);
  expect(await deliveriesOf(second)).toEqual({ mail: 'sent', slack: 'sent' });
});

it('leaves for the digest what is more than twenty in an hour', async () => {
  for (let i = 0; i < 22; i++) await telling();
  await work();
  expect(told).toHaveLength(20);
  at('2026-03-03T08:00:00Z');
  await work();
  expect(heard().slice(20)).toEqual(['slack: 2 things to know']);
});

it('tells a snoozed notice anew when its time has come, and is out of sight until then', async () => {
  const notice = await telling();
  await work();
  const until = new Date('2026-03-09T09:00:00Z');
  await markNotices(db.crm, sam, [notice.id], { state: 'unread', until });
  const unread = async () => (await db.crm.records(Notice).find(sam, { where: UNREAD })).records.length;
  expect(await unread()).toBe(0);
  at('2026-03-09T08:59:00Z');
  await work();
  expect(told).toHaveLength(1);
  now = until;
  await work();
  expect(await unread()).toBe(1);
  expect(heard()).toEqual([`slack: ${notice.title}`, `slack: ${notice.title}`]);
  const carlos = await home.member('Carlos Diaz');
  await expect(markNotices(db.crm, carlos, [notice.id], { state: 'done' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
