import { AgentDefinition } from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { WorkflowEnrollment } from '@clianta/crm-core/automation/workflow/workflow-enrollment.schema';
import { PushSubscription } from '@clianta/crm-core/conversations/notice/push-subscription.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { newId } from '@clianta/crm-core/entity/ids';
import { Erasure } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { InboundHook } from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import { IntegrationCredential } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { WebhookSubscription } from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { Form } from '@clianta/crm-core/marketing/form/form.schema';
import { LandingPage } from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { Sequence } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { entities } from '@clianta/crm-core/registry';
import { TrackedSite } from '@clianta/crm-core/tracking/visit/tracked-site.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import type { TestWorkspace } from './test-crm.ts';

type Input = Record<string, unknown>;

/** Records that another cannot be without: the ids by the names of their entities. */
type Linked = ReadonlyMap<string, string>;

/** What a workflow may do. */
const A_DEFINITION = {
  trigger: { on: 'created', entity: 'contact' },
  steps: [{ id: 'a', kind: 'action', action: 'add_tag', input: { tags: ['new'] } }],
};

/** What makes a record of each entity that a workspace does not have from the start. */
function inputs({ scope, pipelineId }: TestWorkspace, linked: Linked): Record<string, Input> {
  const idOf = ({ name }: { name: string }) => linked.get(name) ?? '';
  const [contactId, companyId, dealId] = [Contact, Company, Opportunity].map(idOf);
  const [fileId, activityId, competitorId] = [Attachment, Activity, Competitor].map(idOf);
  const [workflowId, enrollmentId] = [Workflow, WorkflowEnrollment].map(idOf);
  const userId = scope.actor.id;
  const conversationId = newId();
  return {
    externalIdentity: { channel: 'slack', externalUserId: newId(), userId, provenBy: 'email' },
    channelInstallation: { channel: 'slack', externalTeamId: newId(), name: 'Sales team' },
    pipelineAlert: {
      pipelineId: pipelineId,
      channel: 'slack',
      threadId: newId(),
      address: {},
    },
    businessProfile: { about: 'We grow tulips.' },
    visitorChat: { siteId: newId(), keyHash: newId(), lastAt: new Date() },
    widgetSite: { origin: `https://${newId()}.example` },
    mcpServer: { name: `wiki-${newId().slice(0, 8)}`, url: 'https://wiki.example/mcp' },
    apiToken: { name: 'Sync', userId, access: 'read', prefix: 'clt_', tokenHash: newId() },
    noticePreference: { userId, quietHours: { from: '18:30', to: '08:00' } },
    noticeDelivery: { noticeId: newId(), userId, channel: 'slack', notBefore: new Date() },
    pushSubscription: {
      userId: idOf(User),
      endpoint: `https://push.example/${newId()}`,
      p256dh: 'x',
      auth: 'x',
    },
    savedView: { name: 'Mine', userId, entity: 'contact' },
    contact: { name: 'Ada Quist', email: `${newId()}@x.example` },
    company: { name: 'Northwind' },
    opportunity: { title: 'Northwind rollout' },
    activity: { type: 'note', subject: 'Called', at: new Date() },
    task: { title: 'Call back' },
    ticket: { subject: 'Login fails' },
    calendarEvent: { title: 'Demo', ownerId: userId, startAt: new Date(0), endAt: new Date(1_800_000) },
    meetingScheduler: { name: 'Calls', slug: newId(), hostIds: [userId] },
    callRecording: { title: 'Call with Ada Quist', at: new Date() },
    proposal: { dealId, lines: [{ text: 'Seats', quantity: 40, unitMinor: 3_000 }] },
    proposalSettings: {},
    customFieldDefinition: { entity: 'company', key: `k${newId()}`, label: 'Seats', type: 'number' },
    emailMessage: {
      direction: 'in',
      status: 'received',
      accountId: idOf(EmailAccount),
      messageId: `<${newId()}@x.example>`,
      from: { address: 'ada@x.example' },
    },
    trackedSite: { origin: `https://${newId()}.example` },
    visitor: { visitorId: newId(), lastSeenAt: new Date() },
    trackingEvent: {
      eventId: newId(),
      siteId: idOf(TrackedSite),
      type: 'page',
      url: 'https://x.example/',
      path: '/',
      at: new Date(),
    },
    companyVisitor: { companyId, day: '2026-03-01', visits: 1, pages: 2 },
    attribution: {
      conversion: 'deal',
      recordId: newId(),
      model: 'first',
      at: new Date(),
      touches: [],
      credits: [{ source: 'unknown', medium: 'other', share: 1_000_000 }],
    },
    mailTouch: { mailId: idOf(EmailMessage), kind: 'open', at: new Date(), eventId: newId() },
    integrationCredential: {
      vendor: 'google',
      ownerId: userId,
      accountId: newId(),
      name: 'sam@team.example',
    },
    fieldMapping: {
      credentialId: idOf(IntegrationCredential),
      object: `Contact${newId()}`,
      entity: 'contact',
      fields: [{ ours: 'email', theirs: 'Email' }],
    },
    syncConflict: {
      credentialId: idOf(IntegrationCredential),
      linkId: newId(),
      entity: 'integrationCredential',
      recordId: idOf(IntegrationCredential),
      field: 'name',
      base: '1',
      ours: '2',
      theirs: '3',
      decidedBy: 'newest',
      at: new Date(),
    },
    suppression: { address: `${newId()}@x.example` },
    consentEvent: { contactId, state: 'given', how: 'person', proof: { at: new Date() } },
    emailBody: { text: 'Hello' },
    mailFolder: { accountId: idOf(EmailAccount), path: 'INBOX', role: 'inbox' },
    emailThread: { subject: 'Dates', lastAt: new Date() },
    emailDraft: { subject: 'Dates', authorId: userId },
    emailTemplate: {
      name: `Welcome ${newId()}`,
      subject: 'Hello',
      blocks: [{ kind: 'text', text: 'Hello {{ contact.firstName }}' }],
    },
    campaign: { name: `Launch ${newId()}` },
    campaignEnrollment: { campaignId: idOf(Campaign), contactId, dueAt: new Date() },
    sequence: { name: `Nurture ${newId()}` },
    sequenceVersion: { sequenceId: idOf(Sequence), number: 1 },
    sequenceEnrollment: {
      sequenceId: idOf(Sequence),
      contactId,
      number: 1,
      stepId: 'a',
      dueAt: new Date(),
      byId: userId,
    },
    audienceEdition: { campaignId: idOf(Campaign), editionId: newId(), part: 0, contactIds: [] },
    emailAccount: { address: `${newId()}@own.example`, ownerId: userId },
    attachment: {
      name: 'offer.pdf',
      mime: 'application/pdf',
      bytes: 4,
      sha256: '0'.repeat(64),
      storageKey: `test/${newId()}`,
      uploaderId: userId,
    },
    import: {
      name: 'people.csv',
      kind: 'contact',
      fileId,
      encoding: 'utf8',
      delimiter: ',',
      columns: [],
      matchBy: 'email',
      ownerId: userId,
      total: 1,
      groupId: newId(),
    },
    conversation: { userId, channel: 'web' },
    chatMessage: { conversationId, userId, author: 'user', text: 'Hello', position: 1 },
    approval: {
      tool: 'delete_contacts',
      agent: 'contactAgent',
      args: {},
      argsHash: 'x',
      title: 'Delete 1 contact',
      preview: { count: 1, sample: [] },
      deciders: [userId],
      turnId: newId(),
      expiresAt: new Date(Date.now() + 60_000),
    },
    notice: { userId, kind: 'reminder', title: 'Reminder: Call back', at: new Date(), key: newId() },
    agentTurn: { conversationId, userId, message: 'Hello', status: 'done' },
    leadScore: {
      contactId,
      fit: 50,
      intent: 20,
      score: 38,
      grade: 'D',
      factors: [],
      rulesVersion: 0,
      day: '2026-11-30',
    },
    intentSignal: { contactId, type: 'click', at: new Date(), eventId: newId() },
    lifecycleHistory: { contactId, to: 'mql', cause: 'score', byId: 'system', at: new Date() },
    leadRecycling: { contactId, cycle: 1, reason: 'Back on the site', at: new Date() },
    leadRules: {},
    idealCustomer: { industries: ['Software'] },
    target: { ownerId: userId, period: '2026-Q4', amountMinor: 100_000, currency: 'USD' },
    forecast: { day: '2026-11-20', period: '2026-Q4', currency: 'USD', ownerId: userId, pipelineId },
    report: { name: 'Sales', spec: { metric: 'won_value' }, ownerId: userId },
    duplicatePair: { entity: 'contact', aId: newId(), bId: newId(), score: 0.8, reasons: [] },
    competitor: { name: `Rival ${newId()}` },
    battlecard: { competitorId, edition: 1, sections: [] },
    buyingCommittee: { companyId, members: [] },
    competitorMention: { competitorId, activityId, quote: 'They also talk to Zoho', at: new Date() },
    agentDefinition: { name: `Agent ${newId()}`, tools: ['search_contacts'], ownerId: userId },
    agentEvaluation: { definitionId: idOf(AgentDefinition), edition: 1, cases: [] },
    workflow: { name: `Follow up ${newId()}` },
    workflowVersion: { workflowId, number: 1, definition: A_DEFINITION, publishedById: userId },
    workflowEnrollment: {
      workflowId,
      number: 1,
      entity: 'user',
      recordId: userId,
      recordTitle: 'Ada Quist',
      cause: { eventId: newId(), chain: [], depth: 0, what: 'contact.created', by: 'Ada', at: new Date() },
      stepId: 'a',
      dueAt: new Date(),
    },
    stepRun: {
      enrollmentId,
      workflowId,
      stepId: 'a',
      path: '',
      seq: 0,
      status: 'done',
      told: 'added the tag new',
      at: new Date(),
      groupId: newId(),
    },
    erasure: { requestedBy: userId, dueAt: new Date(), keysHash: '0'.repeat(64) },
    erasedPerson: {
      kind: 'email',
      hash: newId().padEnd(64, '0'),
      erasureId: idOf(Erasure),
      at: new Date(),
    },
    slaPolicy: { name: 'Night shift', firstUrgent: 0.5 },
    workspaceSchedule: { work: 'forecasts', localTime: '00:30', zone: 'UTC' },
    telling: { userId, key: 'deal', slot: '2026-03-01', at: new Date() },
    webhookSubscription: {
      name: `ERP ${newId()}`,
      url: 'https://erp.example.com/hook',
      events: ['deal.won'],
    },
    webhookDelivery: {
      subscriptionId: idOf(WebhookSubscription),
      eventId: newId(),
      type: 'deal.won',
      title: 'A deal',
      payload: '{}',
      status: 'sent',
      at: new Date(),
    },
    inboundHook: {
      name: `Shop ${newId()}`,
      kind: 'contact',
      mapping: [{ path: 'customer.name', field: 'name' }],
    },
    inboundEvent: { hookId: idOf(InboundHook), eventId: newId(), bytes: 2, status: 'done', at: new Date() },
    form: {
      name: `Contact ${newId()}`,
      fields: [{ name: 'email', label: 'E-mail', type: 'email', required: true, mapsTo: 'email' }],
    },
    formTemplate: {
      name: `Template ${newId()}`,
      fields: [{ name: 'email', label: 'E-mail', type: 'email', required: true, mapsTo: 'email' }],
    },
    waitlistEntry: {
      ...waiting(),
      formId: idOf(Form),
    },
    referralLink: { contactId },
    referral: { referrerId: contactId, referredId: contactId, at: new Date() },
    formSubmission: {
      formId: idOf(Form),
      clientId: newId(),
      email: 'ada@quist.example',
      values: { email: 'ada@quist.example' },
      at: new Date(),
    },
    landingPage: { title: 'The webinar', slug: `p${newId()}` },
    pageVersion: {
      pageId: idOf(LandingPage),
      number: 1,
      title: 'The webinar',
      byId: userId,
      at: new Date(),
      html: { a: '<!doctype html>' },
    },
    leadMagnet: { name: `Guide ${newId()}`, fileId, formId: idOf(Form) },
    pageVisit: { pageId: idOf(LandingPage), visitor: newId(), variant: 'a', at: new Date() },
    phoneMessage: { kind: 'sms', direction: 'out', status: 'sent', phone: '+14155550123', text: 'Hello' },
    routingRule: { name: 'West', position: 1, userIds: [userId] },
    aiMemory: {
      fact: 'Ada prefers mornings',
      subjectEntity: 'user',
      subjectId: userId,
      subjectTitle: 'Ada',
      source: 'a test',
    },
  };
}

let waiters = 0;

/** Each is at a place of its own. */
function waiting() {
  waiters++;
  const address = `${newId()}@waitlist.example`;
  return { email: address, address, position: waiters };
}

/** What makes a record of this entity; undefined where a workspace has one from the start. */
export async function inputOf(crm: CrmCore, entity: Entity, home: TestWorkspace): Promise<Input | undefined> {
  // what people enter by hand is about somebody
  const isAboutContact = (ref: string, name: string) => name === 'contactId' && ref && !entity.talk;
  const linked = new Map<string, string>();
  for (const { name, ref, isRequired } of entity.fields) {
    if (!ref || linked.has(ref) || !(isRequired || isAboutContact(ref, name))) continue;
    const other = crm.store.entity(ref);
    const input = await inputOf(crm, other, home);
    if (input) linked.set(ref, (await crm.records(other).create(home.system, input as never)).id);
  }
  // of somebody who is told nothing: a browser that cannot be told is forgotten
  if (entity.name === PushSubscription.name)
    linked.set(User.name, (await home.member('Told Nothing')).actor.id);
  return inputs(home, linked)[entity.name];
}

/** A record of every entity of the registry. @throws Error for an entity that this file does not know yet */
export async function aRecordOfEvery(
  crm: CrmCore,
  home: TestWorkspace,
): Promise<Array<{ entity: Entity; id: string }>> {
  const made: Array<{ entity: Entity; id: string }> = [];
  // the audit log is written by the others
  for (const entity of [...entities].sort(
    (a, b) => Number(a.name === 'userAction') - Number(b.name === 'userAction'),
  )) {
    const service = crm.records(entity);
    const input = await inputOf(crm, entity, home);
    const record = input
      ? await service.create(home.system, input as never)
      : (await service.find(home.system, { limit: 1 })).records[0];
    if (!record)
      throw new Error(`There is no record of ${entity.name}: add what makes one to every-entity.ts`);
    made.push({ entity, id: record.id });
  }
  return made;
}
