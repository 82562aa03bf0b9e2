import { AgentDefinition } from './automation/agent-definition/agent-definition.schema.ts';
import { AgentEvaluation } from './automation/agent-evaluation/agent-evaluation.schema.ts';
import { Telling } from './automation/telling/telling.schema.ts';
import { StepRun } from './automation/workflow/step-run.schema.ts';
import { Workflow } from './automation/workflow/workflow.schema.ts';
import { WorkflowEnrollment } from './automation/workflow/workflow-enrollment.schema.ts';
import { WorkflowVersion } from './automation/workflow/workflow-version.schema.ts';
import { WorkspaceSchedule } from './automation/workspace-schedule/workspace-schedule.schema.ts';
import { MeetingScheduler } from './calendar/booking-link/meeting-scheduler.schema.ts';
import { CalendarEvent } from './calendar/calendar-event/calendar-event.schema.ts';
import { AgentTurn } from './conversations/agent-turn/agent-turn.schema.ts';
import { AIMemory } from './conversations/ai-memory/ai-memory.schema.ts';
import { Approval } from './conversations/approval/approval.schema.ts';
import { ChatMessage } from './conversations/chat-message/chat-message.schema.ts';
import { Conversation } from './conversations/conversation/conversation.schema.ts';
import { Notice } from './conversations/notice/notice.schema.ts';
import { NoticeDelivery } from './conversations/notice/notice-delivery.schema.ts';
import { NoticePreference } from './conversations/notice/notice-preference.schema.ts';
import { PushSubscription } from './conversations/notice/push-subscription.schema.ts';
import { VisitorChat } from './conversations/visitor-chat/visitor-chat.schema.ts';
import { Activity } from './crm/activity/activity.schema.ts';
import { CallRecording } from './crm/call-recording/call-recording.schema.ts';
import { Company } from './crm/company/company.schema.ts';
import { Contact } from './crm/contact/contact.schema.ts';
import { CustomFieldDefinition } from './crm/custom-field-definition/custom-field-definition.schema.ts';
import { Opportunity } from './crm/opportunity/opportunity.schema.ts';
import { Pipeline } from './crm/pipeline/pipeline.schema.ts';
import { PipelineAlert } from './crm/pipeline-alert/pipeline-alert.schema.ts';
import { Proposal } from './crm/proposal/proposal.schema.ts';
import { ProposalSettings } from './crm/proposal/proposal-settings.schema.ts';
import { SlaPolicy } from './crm/sla-policy/sla-policy.schema.ts';
import { Task } from './crm/task/task.schema.ts';
import { Ticket } from './crm/ticket/ticket.schema.ts';
import type { Entity } from './entity/define-entity.ts';
import { ErasedPerson } from './erasure/erased-person/erased-person.schema.ts';
import { Erasure } from './erasure/erasure/erasure.schema.ts';
import { Attachment } from './files/attachment/attachment.schema.ts';
import { Import } from './imports/import/import.schema.ts';
import { InboundEvent } from './integrations/inbound-hook/inbound-event.schema.ts';
import { InboundHook } from './integrations/inbound-hook/inbound-hook.schema.ts';
import { IntegrationCredential } from './integrations/layer/integration-credential.schema.ts';
import { McpServer } from './integrations/mcp-server/mcp-server.schema.ts';
import { FieldMapping } from './integrations/sync/field-mapping.schema.ts';
import { SyncConflict } from './integrations/sync/sync-conflict.schema.ts';
import { WebhookDelivery } from './integrations/webhook/webhook-delivery.schema.ts';
import { WebhookSubscription } from './integrations/webhook/webhook-subscription.schema.ts';
import { Battlecard } from './intelligence/battlecard/battlecard.schema.ts';
import { BuyingCommittee } from './intelligence/buying-committee/buying-committee.schema.ts';
import { Competitor } from './intelligence/competitor/competitor.schema.ts';
import { CompetitorMention } from './intelligence/competitor-mention/competitor-mention.schema.ts';
import { DuplicatePair } from './intelligence/duplicate-pair/duplicate-pair.schema.ts';
import { Forecast } from './intelligence/forecast/forecast-snapshot.schema.ts';
import { Target } from './intelligence/forecast/target.schema.ts';
import { IdealCustomer } from './intelligence/ideal-customer/ideal-customer.schema.ts';
import { IntentSignal } from './intelligence/intent-signal/intent-signal.schema.ts';
import { LeadRecycling } from './intelligence/lead-recycling/lead-recycling.schema.ts';
import { LeadRules } from './intelligence/lead-rules/lead-rules.schema.ts';
import { LeadScore } from './intelligence/lead-score/lead-score.schema.ts';
import { LifecycleHistory } from './intelligence/lifecycle-history/lifecycle-history.schema.ts';
import { Report } from './intelligence/report/report.schema.ts';
import { RoutingRule } from './intelligence/routing-rule/routing-rule.schema.ts';
import { AudienceEdition } from './marketing/campaign/audience-edition.schema.ts';
import { Campaign } from './marketing/campaign/campaign.schema.ts';
import { CampaignEnrollment } from './marketing/campaign/campaign-enrollment.schema.ts';
import { ConsentEvent } from './marketing/consent/consent-event.schema.ts';
import { EmailDraft } from './marketing/drafts/email-draft.schema.ts';
import { EmailAccount } from './marketing/email-account/email-account.schema.ts';
import { EmailBody } from './marketing/email-message/email-body.schema.ts';
import { EmailMessage } from './marketing/email-message/email-message.schema.ts';
import { EmailThread } from './marketing/email-thread/email-thread.schema.ts';
import { Form } from './marketing/form/form.schema.ts';
import { FormSubmission } from './marketing/form-submission/form-submission.schema.ts';
import { FormTemplate } from './marketing/form-template/form-template.schema.ts';
import { LandingPage } from './marketing/landing-page/landing-page.schema.ts';
import { PageVersion } from './marketing/landing-page/page-version.schema.ts';
import { PageVisit } from './marketing/landing-page/page-visit.schema.ts';
import { LeadMagnet } from './marketing/lead-magnet/lead-magnet.schema.ts';
import { MailFolder } from './marketing/mail-sync/mail-folder.schema.ts';
import { MailTouch } from './marketing/mail-tracking/mail-touch.schema.ts';
import { PhoneMessage } from './marketing/phone-message/phone-message.schema.ts';
import { Referral } from './marketing/referral/referral.schema.ts';
import { ReferralLink } from './marketing/referral/referral-link.schema.ts';
import { Sequence } from './marketing/sequence/sequence.schema.ts';
import { SequenceEnrollment } from './marketing/sequence/sequence-enrollment.schema.ts';
import { SequenceVersion } from './marketing/sequence/sequence-version.schema.ts';
import { Suppression } from './marketing/suppression/suppression.schema.ts';
import { EmailTemplate } from './marketing/templates/email-template.schema.ts';
import { WaitlistEntry } from './marketing/waitlist/waitlist-entry.schema.ts';
import { Attribution } from './tracking/attribution/attribution.schema.ts';
import { UserAction } from './tracking/user-action/user-action.schema.ts';
import { TrackedSite } from './tracking/visit/tracked-site.schema.ts';
import { TrackingEvent } from './tracking/visit/tracking-event.schema.ts';
import { CompanyVisitor } from './tracking/visitor/company-visitor.schema.ts';
import { Visitor } from './tracking/visitor/visitor.schema.ts';
import { ApiToken } from './workspace/api-token/api-token.schema.ts';
import { BusinessProfile } from './workspace/business-profile/business-profile.schema.ts';
import { ChannelInstallation } from './workspace/channel-installation/channel-installation.schema.ts';
import { ExternalIdentity } from './workspace/external-identity/external-identity.schema.ts';
import { SavedView } from './workspace/saved-view/saved-view.schema.ts';
import { TeamMember } from './workspace/team-member/team-member.schema.ts';
import { User } from './workspace/user/user.schema.ts';
import { WidgetSite } from './workspace/widget-site/widget-site.schema.ts';
import { Workspace } from './workspace/workspace/workspace.schema.ts';

/** The list of entities. REST routes, the API document, event types and tests walk over it. */
export const entities = [
  User,
  Workspace,
  TeamMember,
  ExternalIdentity,
  ChannelInstallation,
  WidgetSite,
  BusinessProfile,
  ApiToken,
  SavedView,
  Contact,
  Company,
  Opportunity,
  PipelineAlert,
  Pipeline,
  Activity,
  Task,
  Ticket,
  SlaPolicy,
  CalendarEvent,
  MeetingScheduler,
  CallRecording,
  Proposal,
  ProposalSettings,
  CustomFieldDefinition,
  Attachment,
  Conversation,
  ChatMessage,
  Approval,
  Notice,
  NoticePreference,
  NoticeDelivery,
  PushSubscription,
  VisitorChat,
  AgentTurn,
  AIMemory,
  Import,
  LeadScore,
  IntentSignal,
  LifecycleHistory,
  LeadRecycling,
  LeadRules,
  IdealCustomer,
  RoutingRule,
  Report,
  Target,
  Forecast,
  DuplicatePair,
  Competitor,
  Battlecard,
  CompetitorMention,
  BuyingCommittee,
  Form,
  FormSubmission,
  LandingPage,
  PageVersion,
  PageVisit,
  LeadMagnet,
  FormTemplate,
  WaitlistEntry,
  ReferralLink,
  Referral,
  WorkspaceSchedule,
  Telling,
  IntegrationCredential,
  FieldMapping,
  SyncConflict,
  WebhookSubscription,
  McpServer,
  WebhookDelivery,
  InboundHook,
  InboundEvent,
  AgentDefinition,
  AgentEvaluation,
  Workflow,
  WorkflowVersion,
  WorkflowEnrollment,
  StepRun,
  EmailAccount,
  EmailMessage,
  EmailBody,
  Suppression,
  PhoneMessage,
  ConsentEvent,
  MailTouch,
  EmailTemplate,
  Campaign,
  CampaignEnrollment,
  AudienceEdition,
  Sequence,
  SequenceVersion,
  SequenceEnrollment,
  EmailThread,
  MailFolder,
  EmailDraft,
  TrackedSite,
  Visitor,
  TrackingEvent,
  CompanyVisitor,
  Attribution,
  Erasure,
  ErasedPerson,
  UserAction,
] as unknown as readonly Entity[];
