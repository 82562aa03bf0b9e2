import type { Agent } from './agent.ts';
import { briefingAgent } from './agents/briefing.agent.ts';
import { companyAgent } from './agents/company.agent.ts';
import { contactAgent } from './agents/contact.agent.ts';
import { dealAgent } from './agents/deal.agent.ts';
import { generalAgent } from './agents/general.agent.ts';
import { memoryAgent } from './agents/memory.agent.ts';
import { pipelineAgent } from './agents/pipeline.agent.ts';
import { taskAgent } from './agents/task.agent.ts';

/** The agents that work. The graph, the router, help and the tests walk over it. */
export const agents: readonly Agent[] = [
  contactAgent,
  companyAgent,
  dealAgent,
  pipelineAgent,
  taskAgent,
  briefingAgent,
  memoryAgent,
  generalAgent,
];
