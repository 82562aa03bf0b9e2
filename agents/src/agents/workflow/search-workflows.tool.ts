import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { searchTool } from '../../tools/search-tool.ts';

export const searchWorkflows = {
  ...searchTool(
    Workflow,
    'Lists or counts workflows by name, status (draft, active, paused, archived) or who published them.',
  ),
  slash: {
    command: 'workflows',
    args: () => ({ where: [{ field: 'status', op: 'ne', value: 'archived' }] }),
  },
};
