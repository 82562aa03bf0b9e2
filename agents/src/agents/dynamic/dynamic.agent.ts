import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { changeAgent } from './change-agent.tool.ts';
import { createAgent } from './create-agent.tool.ts';
import { dynamicSayings } from './dynamic.sayings.ts';
import { getAgent } from './get-agent.tool.ts';
import { listAgents } from './list-agents.tool.ts';
import { runAgent } from './run-agent.tool.ts';
import { setAgentState } from './set-agent-state.tool.ts';
import { testAgent } from './test-agent.tool.ts';

const tools = [listAgents, getAgent, createAgent, changeAgent, testAgent, setAgentState, runAgent];

export const dynamicAgent = defineAgent({
  name: 'dynamicAgent',
  description:
    'Makes, tries, switches on and runs the agents that the workspace builds itself, each with a few tools and its own instructions.',
  instructions: `You look after custom agents: agents that this workspace makes of tools that there are. A new or changed agent is a draft; it is
tried with test_agent, which writes nothing, and switched on with set_agent_state once its test cases have passed. A request for such
an agent by its name goes to run_agent, whole and as it was said.`,
  tools,
  examples: [
    'Create an agent that qualifies inbound leads',
    'Which custom agents do we have?',
    'It may also delete contacts',
    'Test my agent',
    'Activate my agent',
  ],
  sayings: sayingsOf(tools, dynamicSayings),
});
