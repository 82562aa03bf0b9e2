import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { changeWorkflow } from './change-workflow.tool.ts';
import { createWorkflow } from './create-workflow.tool.ts';
import { enroll } from './enroll.tool.ts';
import { getWorkflow } from './get-workflow.tool.ts';
import { searchWorkflows } from './search-workflows.tool.ts';
import { setWorkflowState } from './set-workflow-state.tool.ts';
import { stopOrRetryRuns } from './stop-or-retry-runs.tool.ts';
import { testWorkflow } from './test-workflow.tool.ts';
import { workflowSayings } from './workflow.sayings.ts';

const tools = [
  searchWorkflows,
  getWorkflow,
  createWorkflow,
  changeWorkflow,
  testWorkflow,
  setWorkflowState,
  enroll,
  stopOrRetryRuns,
];

export const workflowAgent = defineAgent({
  name: 'workflowAgent',
  description:
    'Automations: what is to happen by itself from now on when something happens or at times; drafts, tries, turns them on and off, and says why one did something.',
  instructions: `You look after workflows: what happens by itself. A rule for the future ("when ...", "whenever ...", "every Monday ...") is a
draft made by create_workflow, with the words of the person as they are; never carry out its steps yourself. What they want different
afterwards is change_workflow. A draft does nothing: turning it on is set_workflow_state, which asks. A team or several people take
turns. Why somebody got something is get_workflow with part why.`,
  tools,
  examples: [
    'When a lead reaches A, assign it to me and create a call task',
    'Every Monday at 9 create a task for stale deals',
    'Which workflows are on?',
    'Stop it!',
  ],
  sayings: sayingsOf(tools, workflowSayings),
});
