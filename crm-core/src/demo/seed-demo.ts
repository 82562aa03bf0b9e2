import { randomBytes } from 'node:crypto';
import { Pipeline, type Stage } from '../crm/pipeline/pipeline.schema.ts';
import { newOfferLink } from '../crm/proposal/offer-link.ts';
import type { CrmCore } from '../crm-core.ts';
import { auditChainOf } from '../entity/audit-chain.ts';
import { idFrom } from '../entity/ids.ts';
import { startSeries } from '../entity/number-series.ts';
import { systemScope } from '../entity/scope.ts';
import { DuplicatePair } from '../intelligence/duplicate-pair/duplicate-pair.schema.ts';
import { COMPARED_KINDS, compareAll } from '../intelligence/hygiene/compare-records.ts';
import { TeamMember } from '../workspace/team-member/team-member.schema.ts';
import { hashPassword } from '../workspace/user/password.ts';
import { User } from '../workspace/user/user.schema.ts';
import { Workspace } from '../workspace/workspace/workspace.schema.ts';
import { demoActivities, demoTasks } from './demo-activities.ts';
import { demoCall } from './demo-call.ts';
import { demoCompanies, demoContacts } from './demo-companies.ts';
import { demoCompetitors, withCompetitors } from './demo-competitors.ts';
import { demoDeals } from './demo-deals.ts';
import { demoForecasts } from './demo-forecasts.ts';
import { TEAM } from './demo-names.ts';
import { DEMO_SELLER, demoProposals } from './demo-proposals.ts';
import { DEMO_PROFILE, demoScores, withEarnedStages } from './demo-scores.ts';
import { demoTickets } from './demo-tickets.ts';
import { demoWorkflows } from './demo-workflows.ts';
import { insertRecords } from './insert-records.ts';
import { chance } from './random.ts';

export const DEMO_WORKSPACE = idFrom('demo workspace');
const SEED = 20_260_401;

export interface DemoSignIn {
  email: string;
  password: string;
}

const stage = (pipeline: string, name: string, probability: number, kind: Stage['kind'] = 'open'): Stage => ({
  id: idFrom(`demo stage ${pipeline} ${name}`),
  name,
  probability,
  kind,
});

const stagesOf = (pipeline: string, open: ReadonlyArray<readonly [string, number]>): Stage[] => [
  ...open.map(([name, probability]) => stage(pipeline, name, probability)),
  stage(pipeline, 'Won', 1, 'won'),
  stage(pipeline, 'Lost', 0, 'lost'),
];

export const demoUserId = (name: string): string => idFrom(`demo user ${name}`);

/**
 * A believable company's CRM: 60 companies, 200 contacts, 90 deals over two pipelines and three quarters, with tasks,
 * notes and history. The same on every machine, dates relative to the given day. Everything is marked `isDemo`.
 *
 * @param options.password - for all demo users; a random one is made when it is left out
 */
export async function seedDemo(
  crm: CrmCore,
  options: { password?: string | undefined } = {},
): Promise<DemoSignIn> {
  const password = options.password ?? randomBytes(9).toString('base64url');
  const now = crm.now();
  const scope = systemScope(DEMO_WORKSPACE, 'Demo');
  const isDemo = true;
  const random = chance(SEED);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  const passwordHash = await hashPassword(password);

  const pipelines = [
    {
      id: idFrom('demo pipeline new'),
      name: 'New business',
      isDefault: true,
      stages: stagesOf('new', [
        ['Qualified', 0.2],
        ['Discovery', 0.35],
        ['Proposal', 0.55],
        ['Negotiation', 0.75],
      ]),
    },
    {
      id: idFrom('demo pipeline renewals'),
      name: 'Renewals',
      isDefault: false,
      stages: stagesOf('renewals', [
        ['Upcoming', 0.6],
        ['In talks', 0.75],
        ['Committed', 0.9],
      ]),
    },
  ];
  const team = TEAM.map(([name, role, title, group]) => {
    const email = `${name.split(' ')[0]?.toLowerCase()}@clianta.example`;
    return { id: demoUserId(name), name, role, title, team: group, email };
  });
  const reps = team.filter((member) =>
    ['Akira Tanaka', 'Carlos Mendes', 'Lena Schmidt', 'Priya Nair'].includes(member.name),
  );
  const story = { now, timeZone, random, reps, team, pipelines };
  const companies = demoCompanies(story);
  const contacts = demoContacts(story, companies);
  const { deals: plain, moves } = demoDeals(story, companies, contacts);
  const deals = withCompetitors(plain);
  const { competitors, battlecards } = demoCompetitors(story);
  const activities = demoActivities(story, contacts, deals);
  const tasks = demoTasks(story, contacts, deals);
  const tickets = demoTickets({ ...story, team: reps }, companies, contacts);
  const proposals = demoProposals(
    story,
    deals,
    idFrom('demo stage new Proposal'),
    (id) => newOfferLink(crm, id).tokenHash,
  );
  const { targets, reports, forecasts } = demoForecasts(story, deals);
  const { workflows, versions } = demoWorkflows(now, team[0]?.id ?? '');
  const scored = demoScores(story, companies, contacts);
  const { signals, scores } = scored;
  const staged = withEarnedStages(contacts, deals, scored);

  for (const { id, name, ...pipeline } of pipelines) {
    await crm.records(Pipeline).create(scope, { name, ...pipeline }, { id, isDemo });
  }
  await Promise.all([
    insertRecords(crm, DEMO_WORKSPACE, 'company', companies),
    insertRecords(crm, DEMO_WORKSPACE, 'contact', staged),
    insertRecords(crm, DEMO_WORKSPACE, 'opportunity', deals),
    insertRecords(crm, DEMO_WORKSPACE, 'activity', activities),
    insertRecords(crm, DEMO_WORKSPACE, 'task', tasks),
    insertRecords(crm, DEMO_WORKSPACE, 'ticket', tickets),
    insertRecords(crm, DEMO_WORKSPACE, 'competitor', competitors),
    insertRecords(crm, DEMO_WORKSPACE, 'battlecard', battlecards),
    startSeries(crm, DEMO_WORKSPACE, 'ticket', tickets.length),
    insertRecords(crm, DEMO_WORKSPACE, 'callRecording', [demoCall(story, companies, contacts)]),
    insertRecords(crm, DEMO_WORKSPACE, 'proposal', proposals),
    startSeries(crm, DEMO_WORKSPACE, 'proposal', proposals.length),
    insertRecords(crm, DEMO_WORKSPACE, 'proposalSettings', [
      { id: idFrom('demo proposal settings'), ...DEMO_SELLER, createdAt: now },
    ]),
    insertRecords(crm, DEMO_WORKSPACE, 'intentSignal', signals),
    insertRecords(crm, DEMO_WORKSPACE, 'leadScore', scores),
    insertRecords(crm, DEMO_WORKSPACE, 'idealCustomer', [
      { id: idFrom('demo ideal customer'), ...DEMO_PROFILE, createdAt: now },
    ]),
    insertRecords(crm, DEMO_WORKSPACE, 'userAction', moves),
    insertRecords(crm, DEMO_WORKSPACE, 'workflow', workflows),
    insertRecords(crm, DEMO_WORKSPACE, 'workflowVersion', versions),
    insertRecords(crm, DEMO_WORKSPACE, 'target', targets),
    insertRecords(crm, DEMO_WORKSPACE, 'report', reports),
    insertRecords(crm, DEMO_WORKSPACE, 'forecast', forecasts),
  ]);
  for (const entity of COMPARED_KINDS) await compareAll(crm, DEMO_WORKSPACE, entity);
  await crm.store.model(DuplicatePair.name).updateMany({ workspaceId: DEMO_WORKSPACE }, { $set: { isDemo } });
  for (const { id, name, email, role, title, team: group } of team) {
    await crm
      .records(User)
      .create(scope, { name, email, passwordHash, workspaceIds: [DEMO_WORKSPACE], timeZone }, { id, isDemo });
    await crm
      .records(TeamMember)
      .create(
        scope,
        { userId: id, name, email, role, title, team: group },
        { id: idFrom(`demo member ${name}`), isDemo },
      );
  }
  await auditChainOf(crm.store).sealStored(DEMO_WORKSPACE);
  // last: a start that was broken off before this line begins again
  await crm
    .records(Workspace)
    .create(scope, { name: 'Rivera & Co (demo)', timeZone, currency: 'USD' }, { id: DEMO_WORKSPACE, isDemo });
  return { email: team[0]?.email ?? '', password };
}
