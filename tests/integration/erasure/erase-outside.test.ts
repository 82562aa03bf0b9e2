import { appendMessage, conversationOfThread } from '@clianta/agents/conversation/conversations';
import type { Channel } from '@clianta/bot/channel';
import { removePostsJob } from '@clianta/bot/inbound/remove-posts.job';
import { appendSheetRow } from '@clianta/crm-core/automation/actions/append-sheet-row.action';
import { createNotionPage } from '@clianta/crm-core/automation/actions/create-notion-page.action';
import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { keepPost } from '@clianta/crm-core/conversations/channel-posts';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { AnyRecord, Entity } from '@clianta/crm-core/entity/define-entity';
import { newId } from '@clianta/crm-core/entity/ids';
import { carryOutErasure } from '@clianta/crm-core/erasure/carry-out-erasure';
import { certificateOf } from '@clianta/crm-core/erasure/certificate';
import { Erasure } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { findPerson } from '@clianta/crm-core/erasure/person-keys';
import { startErasure } from '@clianta/crm-core/erasure/start-erasure';
import { surveyPerson } from '@clianta/crm-core/erasure/survey-person';
import { UpstreamError } from '@clianta/crm-core/errors';
import { cloudFilesOf } from '@clianta/crm-core/integrations/cloud-files/cloud-files-of';
import { documentsOf } from '@clianta/crm-core/integrations/cloud-files/documents-of';
import { putDocument } from '@clianta/crm-core/integrations/cloud-files/put-document';
import { google as googleIntegration } from '@clianta/crm-core/integrations/google/google.integration';
import { notion as notionIntegration } from '@clianta/crm-core/integrations/notion/notion.integration';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeEach, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { googleAccount, synced } from '../../support/google-account.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { NotionStandIn } from '../../support/notion-stand-in.ts';
import { aContact, aDeal, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const google = new GoogleApiStandIn();
const notion = new NotionStandIn();
const BOOK = '1AbCdEfGhIjKlMnOp';
const JANE = /jane\s+doe|jane@doe\.example/i;

const it = crmTest.extend('crmOptions', { scope: 'file' }, async () => {
  await google.start();
  await notion.start();
  return {
    isOwn: true,
    integrations: {
      env: { ...google.env, NOTION_API_URL: notion.url },
      box: new SecretBox(['a key of some length']),
      registry: [googleIntegration, notionIntegration],
    },
  };
});
afterAll(async () => {
  await google.stop();
  await notion.stop();
});
beforeEach(() => {
  google.clear();
  notion.pages.length = 0;
});

async function connect({ crm }: TestDatabase, home: TestWorkspace, features: string[]) {
  const account = await googleAccount({ crm }, google, home.scope, features);
  const values = { key: notion.key, dataSource: notion.dataSource };
  await crm.integrations.connectByKey(home.scope, 'notion', values, ['pages']);
  return account;
}

/** A step of a workflow, as a run does it. */
const step = ({ crm }: TestDatabase, { scope }: TestWorkspace, entity: Entity, record: AnyRecord) =>
  ({
    crm,
    scope,
    entity,
    record,
    effectId: `effect-${record.id}`,
    signal: AbortSignal.timeout(10_000),
  }) as never;

async function erased({ crm }: TestDatabase, home: TestWorkspace, contactId: string) {
  const { keys } = await findPerson(crm, home.workspaceId, { contactId });
  const { id } = await startErasure(crm, home.scope, keys);
  await carryOutErasure(crm, home.workspaceId, id);
  const erasure = await crm.records(Erasure).get(home.scope, id);
  return { erasure, places: certificateOf(erasure).places };
}

async function planted(db: TestDatabase, home: TestWorkspace) {
  const { crm } = db;
  const jane = await aContact(crm, home.scope, { name: 'Jane Doe', email: 'jane@doe.example' });
  const ada = await aContact(crm, home.scope, { name: 'Ada Quist', email: 'ada@x.example' });
  const deal = await aDeal(crm, home.scope, { title: 'Rollout that Jane Doe asked for' });
  return { jane, ada, deal };
}

it('takes a person out of pages and rows that were written from here, and leaves those of others', async ({
  db,
  home,
}) => {
  await connect(db, home, ['sheets']);
  const rows = google.aSheet(BOOK, 'People', ['Name', 'Title', 'Email', 'Note']);
  const { jane, ada, deal } = await planted(db, home);
  for (const [entity, record] of [
    [Contact, jane],
    [Contact, ada],
    [Opportunity, deal],
  ] as const) {
    const input = { spreadsheetId: BOOK, title: 'People', columns: [] };
    await appendSheetRow.run(input, step(db, home, entity as never, record as never));
    await createNotionPage.run({ text: '' }, step(db, home, entity as never, record as never));
  }
  rows.push(['A row of somebody', 'about Jane Doe', '', '']);
  expect(JSON.stringify(rows.slice(0, 4))).toMatch(JANE);

  const { places } = await erased(db, home, jane.id);

  expect(rows.map(([name, title]) => [name, title])).toEqual([
    ['Name', 'Title'],
    ['Ada Quist', expect.anything()],
    ['', 'Rollout that [erased] asked for'],
    ['A row of somebody', 'about Jane Doe'],
  ]);
  const titles = notion.pages.map(({ properties, in_trash = false }) => [
    properties.Deal?.title?.[0]?.text.content,
    in_trash,
  ]);
  expect(titles).toEqual([
    ['Jane Doe', true],
    ['Ada Quist', false],
    ['Rollout that [erased] asked for', false],
  ]);
  expect(JSON.stringify(notion.pages.filter(({ in_trash }) => !in_trash))).not.toMatch(JANE);
  expect(places).toContainEqual({ place: 'Google Sheets', found: 2, erased: 2, kept: 0 });
  expect(places).toContainEqual({
    ...{ place: 'Notion', found: 2, erased: 2, kept: 0 },
    why: expect.stringContaining('trash'),
  });
});

it('is told before where else the person stands, and what was posted where people talk is taken back', async ({
  db,
  home,
}) => {
  const { crm } = db;
  const { workspaceId } = home;
  await connect(db, home, ['sheets']);
  const { jane } = await planted(db, home);
  await createNotionPage.run({ text: '' }, step(db, home, Contact as never, jane as never));
  const address = { externalTeamId: 'T1', threadId: newId() };
  const text = 'I added Jane Doe, jane@doe.example.';
  for (const channel of ['slack', 'web', 'discord']) {
    const conversation = await conversationOfThread(crm, { ...home.scope, channel }, address);
    for (const author of ['user', 'assistant'] as const) {
      const said = { author, text, status: 'done' as const, externalId: `C1:${newId()}` };
      await appendMessage(crm, home.scope, conversation, said);
    }
  }
  for (const parts of [['C2:1', 'C2:2'], ['C2:3']])
    await keepPost(crm, { ...{ workspaceId, channel: 'slack', address, text }, parts });
  const { keys } = await findPerson(crm, workspaceId, { contactId: jane.id });
  const { steps } = await surveyPerson(crm, workspaceId, keys);
  expect(steps).toContainEqual({ target: 'in Notion', found: 1, erased: 0, kept: 0 });
  const theirs = { why: expect.stringContaining('until they delete it there') };
  expect(steps).toContainEqual({ target: 'messages in Slack', found: 4, erased: 0, kept: 1, ...theirs });
  expect(notion.pages.some(({ in_trash = false }) => in_trash)).toBe(false);

  const { erasure, places: before } = await erased(db, home, jane.id);
  expect(erasure.state).toBe('running');
  expect(before.map(({ place }) => place)).not.toContain('messages in Slack');
  const asked: string[] = [];
  let isDown = true;
  const slack = {
    name: 'slack',
    async remove(from: unknown, id: string) {
      if (isDown && id === 'C2:3') throw new UpstreamError('Slack does not answer.');
      expect(from).toEqual(address);
      asked.push(id);
      return id !== 'C2:2';
    },
  } as unknown as Channel;
  const order = { erasureId: erasure.id };
  const run = { crm, workspaceId, attempt: 1 } as never;
  await expect(removePostsJob([slack]).run(run, order)).rejects.toThrow('does not answer');
  isDown = false;
  const tried = asked.length;
  await removePostsJob([slack]).run(run, order);
  // what is gone is not asked for again
  expect([tried, asked.slice(tried)]).toEqual([3, ['C2:3']]);
  await carryOutErasure(crm, workspaceId, erasure.id);
  const done = await crm.records(Erasure).get(home.scope, erasure.id);
  expect(done).toMatchObject({ state: 'done', proof: { left: 0 } });
  const { places } = certificateOf(done);
  expect(places).toContainEqual(
    expect.objectContaining({ place: 'messages in Slack', found: 4, erased: 2, kept: 2 }),
  );
  // nobody is connected there any more
  expect(places).toContainEqual(
    expect.objectContaining({ place: 'messages in Discord', found: 2, erased: 0, kept: 2 }),
  );
  expect(places.map(({ place }) => place)).not.toContain('messages in Web');
});

it('deletes files and meetings of theirs, and writes meetings anew that they come to', async ({
  db,
  home,
}) => {
  const { crm } = db;
  const { id: credentialId } = await connect(db, home, ['drive', 'calendar']);
  const { jane } = await planted(db, home);
  const of = { entity: Contact.name, id: jane.id };
  await crm.files.save(home.scope, { name: 'terms.txt', stream: bytes('Terms'), of });
  const place = await cloudFilesOf(crm, home.scope);
  const [document] = await documentsOf(crm, home.scope, Contact, jane.id);
  if (!place || !document) throw new Error('nothing to save');
  await putDocument(place, document);
  await crm.records(CalendarEvent).create(home.scope, {
    title: 'Demo for Jane Doe',
    startAt: new Date(crm.now().getTime() + 86_400_000),
    endAt: new Date(crm.now().getTime() + 90_000_000),
    zone: 'Europe/Berlin',
    ownerId: home.scope.actor.id,
    contactIds: [jane.id],
    attendees: [{ name: 'Jane Doe', email: 'jane@doe.example', contactId: jane.id }],
    agenda: 'Ask her about the rollout.',
  } as never);
  await synced(db, { workspaceId: home.workspaceId, credentialId, feature: 'calendar', stream: 'primary' });
  expect(JSON.stringify([...google.events.values()])).toMatch(JANE);
  google.change('theirs', {
    summary: 'Lunch with Jane Doe',
    start: { date: '2027-01-05' },
    end: { date: '2027-01-06' },
  });

  const { places } = await erased(db, home, jane.id);

  expect(google.drive.called('terms.txt')).toBeUndefined();
  const ours = [...google.events.values()].filter(({ id }) => id !== 'theirs');
  expect(ours).toMatchObject([{ status: 'confirmed' }]);
  expect(JSON.stringify(ours)).not.toMatch(JANE);
  expect(places).toContainEqual({ place: 'Google Drive', found: 1, erased: 1, kept: 0 });
  expect(places).toContainEqual({ place: 'Google Calendar', found: 1, erased: 1, kept: 0 });
});

it('says what it could not, where an account is not connected any more', async ({ db, home }) => {
  const { crm } = db;
  await connect(db, home, ['sheets']);
  google.aSheet(BOOK, 'People', ['Name']);
  const { jane } = await planted(db, home);
  const input = { spreadsheetId: BOOK, title: 'People', columns: [] };
  await appendSheetRow.run(input, step(db, home, Contact as never, jane as never));
  const [account] = await crm.integrations.of(home.scope, 'google');
  await crm.integrations.disconnect(home.scope, account?.id ?? '', 'keep');
  const { places } = await erased(db, home, jane.id);
  expect(places).toContainEqual({
    ...{ place: 'Google', found: 1, erased: 0, kept: 1 },
    why: 'The account is not connected any more: what was written there has to be erased by hand.',
  });
});

it('is tried again where the vendor does not answer, and knows then what stands there', async ({
  db,
  home,
}) => {
  const { crm } = db;
  await connect(db, home, ['sheets']);
  const rows = google.aSheet(BOOK, 'People', ['Name']);
  const { jane } = await planted(db, home);
  const input = { spreadsheetId: BOOK, title: 'People', columns: [] };
  await appendSheetRow.run(input, step(db, home, Contact as never, jane as never));
  const { keys } = await findPerson(crm, home.workspaceId, { contactId: jane.id });
  const { id } = await startErasure(crm, home.scope, keys);
  for (let tries = 0; tries < 4; tries++) google.faults.push({ status: 500 });
  await expect(carryOutErasure(crm, home.workspaceId, id)).rejects.toThrow('does not work at the moment');
  expect(rows).toHaveLength(2);
  await carryOutErasure(crm, home.workspaceId, id);
  expect(rows).toHaveLength(1);
  const done = await crm.store.model(Erasure).findOne({ _id: id }).lean();
  expect(done).toMatchObject({ state: 'done' });
  expect(done).not.toHaveProperty('keys');
});

async function* bytes(text: string) {
  yield Buffer.from(text);
}
