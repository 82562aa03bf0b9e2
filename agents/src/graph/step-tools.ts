import type { Agent } from '../agent.ts';
import type { Tool } from '../tool.ts';
import type { Step } from './state.ts';

/** The tools of an agent in this step: for a question only those that read, whatever a model or a record's text says. */
export function toolsFor(agent: Agent, step: Step): readonly Tool[] {
  return step.isQuestion ? agent.tools.filter((tool) => tool.effect === 'read') : agent.tools;
}
