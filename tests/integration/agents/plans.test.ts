import { Catalogue } from '@clianta/agents/catalogue';
import { openCheckpointer } from '@clianta/agents/checkpointer';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { agents } from '@clianta/agents/registry';
import { AgentService } from '@clianta/agents/run-turn';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { entities } from '@clianta/crm-core/registry';
import { expect, inject } from 'vitest';
import { people, readyForMarketing } from '../../support/campaign-runs.ts';
import { crmTest } from '../../support/fixtures.ts';
import { aReadMail } from '../../support/read-mail.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

/** The same agents, where one tool does not work. */
const without = (broken: string) =>
  new Catalogue(
    agents.map((agent) => ({
      ...agent,
      tools: agent.tools.map((tool) =>
        tool.name === broken
          ? {
              ...tool,
              run: async () => {
                throw new Error('It is broken.');
              },
            }
          : tool,
      ),
    })),
    entities,
  );

const it = crmTest.extend('says', ({ db, home, sam }) => async (message: string, broken: string) => {
  const checkpoints = await openCheckpointer(inject('mongoUri'));
  const service = new AgentService({
    crm: db.crm,
    models: embeddedModels(),
    checkpointer: checkpoints.saver,
    catalogue: without(broken),
  });
  const { conversationId } = sam;
  const result = await service.resultOf({ turnId: newId(), conversationId, scope: home.scope, message });
  await checkpoints.stop();
  return result;
});

it('analyses a deal by three agents, and names the part that is missing', async ({ db, home, sam, says }) => {
  await aDeal(db.crm, home.scope, { title: 'Holt rollout', amountMinor: 100 });
  const whole = await sam.say('Analyse the Holt rollout deal');
  expect(whole.toolCalls.map(({ tool }) => tool).sort()).toEqual([
    'deal_health',
    'list_competitors',
    'win_probability',
  ]);
  const { reply, agents: asked } = await says('Analyse the Holt rollout deal', 'win_probability');
  expect(asked.sort()).toEqual(['competitorAgent', 'dealAgent', 'forecastAgent']);
  expect(reply.text).toContain('One part of this is missing (forecastAgent)');
  expect(reply.text).toContain('No competitor is known in **Holt rollout**');
  expect(reply.cards).toContainEqual(expect.objectContaining({ type: 'progress' }));
});

it('takes a lead through its qualification in order, and leaves what follows a step that failed', async ({
  db,
  home,
  sam,
  says,
}) => {
  const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist' });
  const whole = await sam.say('run the lead qualification for Ada Quist');
  expect(whole.toolCalls.map(({ tool }) => tool)).toEqual([
    'recalculate_scores',
    'explain_score',
    'route_leads',
    'search_workflows',
    'create_task',
  ]);
  const { records: tasks } = await db.crm.records(Task).find(home.scope);
  expect(tasks).toMatchObject([{ title: 'First call', contactId: ada.id }]);
  const { toolCalls, reply } = await says('run the lead qualification for Ada Quist', 'recalculate_scores');
  expect(toolCalls.map(({ tool }) => tool)).toEqual([]);
  expect(reply.text).toContain('Finding who takes it was left out');
});

it('looks at what there is to add to somebody, and saves it only when that is approved', async ({
  db,
  home,
  sam,
}) => {
  const ada = await aContact(db.crm, home.scope, { name: 'Ada Quist', email: 'ada@northwind.example' });
  await aReadMail(db.crm, home, ada, {
    subject: 'Dates',
    text: 'Let us talk.\n\nBest regards\nAda Quist\nHead of IT\n+1 415 555 0100\nada@northwind.example',
  });
  const { reply, toolCalls, agents: asked } = await sam.say('complete the data of Ada Quist');
  expect(asked.sort()).toEqual(['dataEntryAgent', 'hygieneAgent', 'leadScoreAgent']);
  expect(toolCalls.map(({ tool }) => tool).sort()).toEqual([
    'explain_score',
    'extract_records',
    'find_duplicates',
  ]);
  expect(JSON.stringify(reply.cards)).toContain('Head of IT');
  expect((await db.crm.records(Contact).get(home.scope, ada.id)).jobTitle).toBeUndefined();
  const proposed = await sam.say("save what Ada Quist's newest mail says about them");
  const card = proposed.reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(proposed.reply.text);
  await sam.decide(card.approvalId, 'approve');
  expect((await db.crm.records(Contact).get(home.scope, ada.id)).jobTitle).toBe('Head of IT');
});

it('prepares a meeting with who competes there', async ({ db, home, sam }) => {
  const company = await aCompany(db.crm, home.scope, { name: 'Holt' });
  const rival = await db.crm.records(Competitor).create(home.scope, { name: 'Zoho' });
  await aDeal(db.crm, home.scope, {
    title: 'Holt rollout',
    companyId: company.id,
    competitorIds: [rival.id],
  });
  const { reply, toolCalls } = await sam.say('prepare me for my call with Holt');
  expect(toolCalls.map(({ agent }) => agent)).toContain('competitorAgent');
  const brief = reply.cards.find(({ type }) => type === 'brief');
  expect(brief?.type === 'brief' && brief.sections).toContainEqual({
    heading: 'Competition',
    items: [{ text: 'Zoho · never met before', source: 'Holt rollout' }],
  });
});

it('drafts a page, the mail that leads to it, and says who is left out; neither goes out before the page is there', async ({
  db,
  home,
  sam,
}) => {
  await readyForMarketing(db, home);
  await people(db, home, 2, { leadGrade: 'A' });
  await people(db, home, 1, { leadGrade: 'A', consent: 'unknown' });
  const whole = await sam.say(
    'Create a campaign with a landing page about our new planner for leads of grade A',
  );
  expect(whole.toolCalls.map(({ tool }) => tool)).toEqual([
    'draft_page',
    'save_campaign',
    'preview_campaign',
  ]);
  expect(whole.reply.text).toContain('1 of 3 people are left out');
  const [page] = (await db.crm.records(LandingPage).find(home.scope)).records;
  const [campaign] = (await db.crm.records(Campaign).find(home.scope)).records;
  expect(JSON.stringify(campaign?.blocks)).toContain(`/p/${home.workspaceId}/${page?.slug}`);
  await sam.say('The campaign should say that the planner saves an hour a day');
  const early = await sam.say('Send the campaign now');
  expect(early.reply.text).toContain('that it leads to is not published');
});
