import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { google as googleIntegration } from '@clianta/crm-core/integrations/google/google.integration';
import { microsoft as microsoftIntegration } from '@clianta/crm-core/integrations/microsoft/microsoft.integration';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { googleAccount } from '../../support/google-account.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { microsoftAccount } from '../../support/microsoft-account.ts';
import { MicrosoftStandIn } from '../../support/microsoft-stand-in.ts';
import { aTalker, type Talker } from '../../support/talker.ts';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

let google: GoogleApiStandIn;
const microsoft = new MicrosoftStandIn();
let db: TestDatabase;
let home: TestWorkspace;
let sam: Talker;

beforeAll(async () => {
  google = await new GoogleApiStandIn().start();
  await microsoft.start();
  db = await openTestCrm({
    integrations: {
      env: { ...google.env, ...microsoft.env },
      box: new SecretBox(['a key of some length']),
      registry: [googleIntegration, microsoftIntegration],
    },
  });
});
afterAll(async () => {
  await db.close();
  await google.stop();
  await microsoft.stop();
});
beforeEach(async () => {
  google.clear();
  home = await aWorkspace(db.crm);
  sam = await aTalker(db, home.scope);
});

const said = async (text: string) => (await sam.say(text)).reply.text;

describe('what is connected, by chat', () => {
  it('is connected on the page where one signs in, never in the conversation', async () => {
    expect(await said('What is connected?')).toContain('Nothing is connected yet');
    expect(await said('Connect my Google calendar')).toMatch(
      /You connect \*\*Google Calendar\*\* under Settings, \[Integrations\]\(.*\/settings\/integrations\)/,
    );
    await sam.close();
  });

  it('is listed, synced, and let go of after it was asked what becomes of the data', async () => {
    const account = await googleAccount(db, google, home.scope, ['calendar'], 'sam@gmail.example');
    expect(await said('What is connected?')).toContain(
      '**Google** (sam@gmail.example) for Google Calendar works',
    );
    expect(await said('Sync now')).toContain('The sync with **Google** has begun');
    const asked = await sam.say('Disconnect Google');
    expect(asked.reply.text).toContain('What is to become of what came from sam@gmail.example?');
    const proposed = await sam.say('Keep it');
    const card = proposed.reply.cards.find(({ type }) => type === 'approval');
    if (card?.type !== 'approval') throw new Error(`no proposal: ${proposed.reply.text}`);
    expect(card.title).toBe('Disconnect sam@gmail.example, and keep what came from there');
    expect(await db.crm.integrations.of(home.scope)).toHaveLength(1);
    expect((await sam.decide(card.approvalId, 'approve')).reply.text).toContain('is disconnected');
    expect(await db.crm.integrations.of(home.scope)).toEqual([]);
    expect(account.vendor).toBe('google');
    await sam.close();
  });

  it('tells calendars of several systems apart, and says where people take back what they granted', async () => {
    expect(await said('Connect my Outlook calendar')).toContain(
      'You connect **Outlook Calendar** under Settings',
    );
    expect(await said('Connect Microsoft')).toContain('You connect **Microsoft 365** under Settings');
    await microsoftAccount(db, microsoft, home.scope, ['calendar'], 'sam@contoso.example');
    expect((await sam.say('Disconnect Outlook')).reply.text).toContain('sam@contoso.example?');
    const proposed = await sam.say('Keep it');
    const card = proposed.reply.cards.find(({ type }) => type === 'approval');
    if (card?.type !== 'approval') throw new Error(`no proposal: ${proposed.reply.text}`);
    expect((await sam.decide(card.approvalId, 'approve')).reply.text).toContain('myapps.microsoft.com');
    await sam.close();
  });

  it('is let go at once where it has brought mail alone, which stays', async () => {
    expect(await said('Connect my Gmail')).toContain('You connect **Gmail** under Settings');
    await googleAccount(db, google, home.scope, ['mail'], 'sam@gmail.example');
    const proposed = await sam.say('Disconnect Gmail');
    const card = proposed.reply.cards.find(({ type }) => type === 'approval');
    expect(card).toMatchObject({ title: 'Disconnect sam@gmail.example, and keep what came from there' });
    await sam.close();
  });

  it('is what a workflow’s rows go into: the sheet is asked for, and read back', async () => {
    google.aSheet('1AbCdEfGhIjKlMnOp', 'Tab', ['Title', 'Amount']);
    await googleAccount(db, google, home.scope, ['sheets']);
    expect(await said('When a deal is won, add it to the Wins sheet')).toContain(
      'Paste the link of the “Wins” sheet',
    );
    const drafted = await sam.say('https://docs.google.com/spreadsheets/d/1AbCdEfGhIjKlMnOp/edit#gid=0');
    expect(JSON.stringify(drafted.reply.cards)).toContain('dd a row to the sheet “Book”');
    const [workflow] = (await db.crm.records(Workflow).find(home.scope, { limit: 5 })).records;
    expect(workflow?.draft?.steps).toMatchObject([
      { action: 'append_sheet_row', input: { spreadsheetId: '1AbCdEfGhIjKlMnOp', title: 'Book' } },
    ]);
    await sam.close();
  });
});
