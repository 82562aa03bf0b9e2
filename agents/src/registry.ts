import { entities } from '@clianta/crm-core/registry';
import type { Agent } from './agent.ts';
import { briefingAgent } from './agents/briefing/briefing.agent.ts';
import { campaignAgent } from './agents/campaign/campaign.agent.ts';
import { companyAgent } from './agents/company/company.agent.ts';
import { competitorAgent } from './agents/competitor/competitor.agent.ts';
import { contactAgent } from './agents/contact/contact.agent.ts';
import { dataEntryAgent } from './agents/data-entry/data-entry.agent.ts';
import { dealAgent } from './agents/deal/deal.agent.ts';
import { dynamicAgent } from './agents/dynamic/dynamic.agent.ts';
import { emailAgent } from './agents/email/email.agent.ts';
import { forecastAgent } from './agents/forecast/forecast.agent.ts';
import { generalAgent } from './agents/general/general.agent.ts';
import { hygieneAgent } from './agents/hygiene/hygiene.agent.ts';
import { landingPageAgent } from './agents/landing-page/landing-page.agent.ts';
import { leadScoreAgent } from './agents/lead-score/lead-score.agent.ts';
import { memoryAgent } from './agents/memory/memory.agent.ts';
import { pipelineAgent } from './agents/pipeline/pipeline.agent.ts';
import { proposalAgent } from './agents/proposal/proposal.agent.ts';
import { reportsAgent } from './agents/reports/reports.agent.ts';
import { schedulingAgent } from './agents/scheduling/scheduling.agent.ts';
import { sequenceAgent } from './agents/sequence/sequence.agent.ts';
import { taskAgent } from './agents/task/task.agent.ts';
import { ticketAgent } from './agents/ticket/ticket.agent.ts';
import { transcriptionAgent } from './agents/transcription/transcription.agent.ts';
import { workflowAgent } from './agents/workflow/workflow.agent.ts';
import { Catalogue } from './catalogue.ts';

/** The agents that work. */
export const agents: readonly Agent[] = [
  contactAgent,
  companyAgent,
  dealAgent,
  pipelineAgent,
  taskAgent,
  briefingAgent,
  memoryAgent,
  leadScoreAgent,
  hygieneAgent,
  ticketAgent,
  proposalAgent,
  dataEntryAgent,
  reportsAgent,
  forecastAgent,
  transcriptionAgent,
  competitorAgent,
  dynamicAgent,
  workflowAgent,
  campaignAgent,
  sequenceAgent,
  schedulingAgent,
  emailAgent,
  landingPageAgent,
  generalAgent,
];

/** What Clianta can do, unless it is made with more. */
export const catalogue = new Catalogue(agents, entities);
