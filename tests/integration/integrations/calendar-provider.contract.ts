import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { Integration } from '@clianta/crm-core/integrations/layer/define-integration';
import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { synced } from '../../support/google-account.ts';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';
import type { Fault } from '../../support/vendor-stand-in.ts';

/** What somebody enters in the calendar itself; days are both included. */
export interface Entered {
  title?: string;
  location?: string;
  startAt?: Date;
  endAt?: Date;
  startDate?: string;
  endDate?: string;
}

/** An event as it stands there. */
interface Standing {
  id: string;
  title: unknown;
  location: unknown;
  details: unknown;
  startAt: Date;
  /** Of ours, by the mark on it. */
  recordId: unknown;
  isGone: boolean;
}

/** A calendar at a vendor, by a stand-in of it. */
export interface CalendarDriver {
  /** As messages name the vendor. */
  title: string;
  integration: Integration;
  start(): Promise<void>;
  stop(): Promise<void>;
  env(): Record<string, string>;
  clear(): void;
  connect(db: Pick<TestDatabase, 'crm'>, scope: Scope): Promise<IntegrationCredentialRecord>;
  pages(size: number): void;
  /** Somebody makes or changes an event. */
  enter(id: string, values: Entered): void;
  /** Somebody deletes it. */
  remove(id: string): void;
  /** It is gone, and no list of changes says so. */
  vanish(id?: string): void;
  /** How far others were is forgotten there. */
  forget(): void;
  standing(): Standing[];
  /** The next insert is done, and its answer is lost. */
  loseNextInsert(): void;
  inserts(): number;
  /** For the next call. */
  fail(fault: Fault): void;
}

const DAY_MS = 86_400_000;
export const hour = (at: number, days = 1) =>
  new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS + at * 3_600_000);

/** A calendar that is synced, both ways, whosever it is. @returns what tests of one vendor go on with */
export function calendarProviderContract(vendor: CalendarDriver) {
  let db: TestDatabase;
  let home: TestWorkspace;
  let account: IntegrationCredentialRecord;

  beforeAll(async () => {
    await vendor.start();
    db = await openTestCrm({
      integrations: {
        env: vendor.env(),
        box: new SecretBox(['a key of some length']),
        registry: [vendor.integration],
        sleep: async () => {},
      },
    });
    await db.crm.integrations.ensureIndexes();
  });
  afterAll(async () => {
    await db.close();
    await vendor.stop();
  });
  beforeEach(async () => {
    vendor.clear();
    home = await aWorkspace(db.crm);
    account = await vendor.connect(db, home.scope);
  });

  const run = () =>
    synced(db, {
      workspaceId: home.workspaceId,
      credentialId: account.id,
      feature: 'calendar',
      stream: 'primary',
    });
  const events = () => db.crm.records(CalendarEvent);
  const all = async () => (await events().find(home.scope, { sort: 'title', limit: 100 })).records;
  const ours = (title: string, values: Record<string, unknown> = {}) =>
    events().create(home.scope, {
      title,
      ownerId: home.scope.actor.id,
      startAt: hour(9),
      endAt: hour(10),
      ...values,
    } as never);
  const enter = (id: string, title: string, values: Entered = {}) =>
    vendor.enter(id, { title, startAt: hour(14), endAt: hour(15), ...values });
  const only = () => {
    const [one] = vendor.standing();
    if (!one) throw new Error('nothing stands there');
    return one;
  };

  describe('what stands there', () => {
    it('takes its owner’s time here, is seen by nobody else, and follows what is changed there', async () => {
      enter('dentist', 'Dentist', { location: 'Main street' });
      const day = hour(0, 30).toISOString().slice(0, 10);
      const last = hour(0, 32).toISOString().slice(0, 10);
      vendor.enter('holiday', { title: 'Holiday', startDate: day, endDate: last });
      expect(await run()).toMatchObject({ read: 2, created: 2, failed: 0, errors: [] });
      const [dentist, holiday] = await all();
      expect(dentist).toMatchObject({
        title: 'Dentist',
        location: 'Main street',
        startAt: hour(14),
        source: 'synced',
        isShared: false,
        showAs: 'busy',
        peopleIds: [home.scope.actor.id],
      });
      expect(holiday).toMatchObject({ startDate: day, endDate: last });
      enter('dentist', 'Dentist', { endAt: hour(16) });
      vendor.remove('holiday');
      expect(await run()).toMatchObject({ updated: 1, deleted: 1 });
      expect(await all()).toMatchObject([{ title: 'Dentist', endAt: hour(16) }]);
      const member = await home.member('Kim Lee');
      expect((await events().find(member, { limit: 10 })).records).toEqual([]);
    });

    it('is read page by page, and once', async () => {
      vendor.pages(3);
      for (let at = 0; at < 8; at++) enter(`event${at}`, `Event ${at}`);
      expect(await run()).toMatchObject({ created: 8 });
      expect(await run()).toMatchObject({ read: 0, created: 0, updated: 0, calls: 1 });
      expect(await all()).toHaveLength(8);
    });

    it('is listed again once it is forgotten how far we were, and what is missing then is removed', async () => {
      for (let at = 0; at < 12; at++) enter(`event${at}`, `Event ${at}`);
      await run();
      vendor.vanish('event3');
      vendor.forget();
      expect(await run()).toMatchObject({ deleted: 1, created: 0 });
      expect(await all()).toHaveLength(11);
    });

    it('is not emptied here when it is empty there all at once: somebody is asked', async () => {
      for (let at = 0; at < 30; at++) enter(`event${at}`, `Event ${at}`);
      await run();
      vendor.vanish();
      vendor.forget();
      await run();
      expect(await all()).toHaveLength(30);
      expect(await db.crm.integrations.get(home.scope, account.id)).toMatchObject({
        state: 'paused',
        lastError: { what: expect.stringContaining('30 of 30 meetings') },
      });
    });
  });

  describe('a meeting of ours', () => {
    it('appears there, is written once, moves with ours, and goes when it is cancelled', async () => {
      const meeting = await ours('Demo with Acme', {
        attendees: [{ name: 'Ada Quist', email: 'ada@acme.example' }],
      });
      expect(await run()).toMatchObject({ created: 1 });
      expect(only()).toMatchObject({
        title: 'Demo with Acme',
        details: 'With Ada Quist (ada@acme.example)',
        startAt: hour(9),
        recordId: meeting.id,
      });
      expect(await run()).toMatchObject({ created: 0, updated: 0 });
      await events().update(home.scope, meeting.id, { startAt: hour(11), endAt: hour(12) });
      expect(await run()).toMatchObject({ updated: 1 });
      expect(vendor.standing()).toMatchObject([{ startAt: hour(11) }]);
      await events().update(home.scope, meeting.id, { status: 'cancelled' });
      await run();
      expect(vendor.standing().filter(({ isGone }) => !isGone)).toEqual([]);
      expect(await all()).toHaveLength(1);
    });

    it('that is a whole day is that day there', async () => {
      const startDate = hour(0, 5).toISOString().slice(0, 10);
      await events().create(home.scope, {
        title: 'Fair',
        ownerId: home.scope.actor.id,
        startDate,
        zone: 'Europe/Berlin',
      } as never);
      await run();
      expect(only()).toMatchObject({ title: 'Fair' });
      expect(await run()).toMatchObject({ updated: 0, conflicts: 0 });
      expect(await all()).toMatchObject([{ startDate }]);
    });

    it('that a visitor has booked moves here when it is moved there', async () => {
      const booking = await events().create(home.system, {
        title: 'Intro call',
        ownerId: home.scope.actor.id,
        startAt: hour(9),
        endAt: hour(10),
        source: 'booking',
      } as never);
      await run();
      vendor.enter(only().id, { startAt: hour(15), endAt: hour(16) });
      expect(await run()).toMatchObject({ updated: 1, conflicts: 0 });
      expect(await events().get(home.scope, booking.id)).toMatchObject({
        startAt: hour(15),
        endAt: hour(16),
        source: 'booking',
        sequence: 1,
      });
      vendor.remove(only().id);
      await run();
      expect(await events().get(home.scope, booking.id)).toMatchObject({ status: 'cancelled' });
    });

    it('is written once, also when the answer is lost', async () => {
      await ours('Demo');
      vendor.loseNextInsert();
      await run();
      expect(vendor.standing()).toHaveLength(1);
      expect(vendor.inserts()).toBe(2);
      expect(await run()).toMatchObject({ created: 0 });
    });

    it('takes both sides’ changes, and the newer one of the same field', async () => {
      const meeting = await ours('Demo', { location: 'Here' });
      await run();
      await events().update(home.scope, meeting.id, {
        title: 'Demo of the new version',
        location: 'Our office',
      });
      await new Promise((resolve) => setTimeout(resolve, 20));
      vendor.enter(only().id, { location: 'Their office', startAt: hour(13), endAt: hour(14) });
      expect(await run()).toMatchObject({ conflicts: 1 });
      expect(await events().get(home.scope, meeting.id)).toMatchObject({
        title: 'Demo of the new version',
        location: 'Their office',
        startAt: hour(13),
      });
      expect(vendor.standing()).toMatchObject([
        { title: 'Demo of the new version', location: 'Their office', startAt: hour(13) },
      ]);
    });

    it('waits while the vendor wants to be left alone, and is then ordered again', async () => {
      await ours('Demo');
      vendor.fail({ status: 429, headers: { 'retry-after': '120' } });
      const entry = await run();
      expect(entry.errors).toEqual([`${vendor.title} allows no more for 120 s.`]);
      const waiting = await db.database.connection
        .collection('waitingJobs')
        .findOne({ job: 'sync_stream', workspaceId: home.workspaceId });
      expect(waiting).toMatchObject({ data: { credentialId: account.id, stream: 'primary' } });
      expect(Number(waiting?.at) - Date.now()).toBeGreaterThan(100_000);
    });

    it('gets over a connection that is cut and a server that fails', async () => {
      await ours('Demo');
      vendor.fail('cut');
      vendor.fail({ status: 500 });
      expect(await run()).toMatchObject({ created: 1, errors: [] });
    });
  });

  return {
    run,
    all,
    ours,
    events,
    db: () => db,
    home: () => home,
    account: () => account,
  };
}
