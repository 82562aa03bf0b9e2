import {
  AgentDefinition,
  type AgentDefinitionRecord,
} from '@clianta/crm-core/automation/agent-definition/agent-definition.schema';
import { z } from 'zod';
import { whenInWords } from '../../custom/agent-words.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { searchShape } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { capitalize, counted } from '../../tools/format.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';
import { listShown } from '../../tools/table-card.ts';

const MOST = 100;

export const listAgents = defineTool({
  name: 'list_agents',
  does: 'Looking at the custom agents',
  staysHome: true,
  operation: 'list',
  entity: AgentDefinition.name,
  description:
    'Lists the agents that the workspace has made itself: what each is for, its state, and when it runs.',
  input: z.strictObject(searchShape(AgentDefinition)),
  effect: 'read',
  async run(args, context): Promise<ToolResult> {
    const search = args as SearchArgs;
    if (Object.values(search).some((value) => value !== undefined))
      return searched(context, AgentDefinition, search);
    const { crm, scope } = context;
    const { records } = await crm.records(AgentDefinition).find(scope, { sort: 'name', limit: MOST });
    if (records.length === 0)
      return {
        text: 'There are no custom agents yet. Say, for example, “create an agent that looks after overdue tasks”.',
        suggestions: ['Create an agent that looks after overdue tasks'],
        isAnswer: true,
      };
    const { team } = await crm.facts(scope.workspaceId);
    const when = await Promise.all(records.map((one) => whenInWords(context, one.published ?? one)));
    return {
      text: `There ${records.length === 1 ? 'is' : 'are'} ${counted(records.length, AgentDefinition.label)}.`,
      cards: [
        {
          type: 'table',
          title: 'Custom agents',
          columns: [
            { key: 'name', label: 'Name' },
            { key: 'what', label: 'What it is for' },
            { key: 'status', label: 'Status' },
            { key: 'when', label: 'Runs' },
            { key: 'owner', label: 'Owner' },
          ],
          rows: records.map((one, at) => ({
            entity: AgentDefinition.name,
            id: one.id,
            cells: {
              name: one.name,
              what: one.description,
              status: stateOf(one),
              when: when[at] || 'when it is asked',
              owner: team.find(({ id }) => id === one.ownerId)?.name ?? 'Somebody who has left',
            },
          })),
          count: records.length,
        },
      ],
      focus: records.slice(0, 12).map((one) => focusOf(AgentDefinition, one)),
      lastList: listShown(AgentDefinition, records),
      isAnswer: true,
    };
  },
});

const stateOf = ({ status, edition, publishedEdition }: AgentDefinitionRecord) =>
  `${capitalize(status)}${publishedEdition !== undefined && publishedEdition !== edition ? `, version ${edition} not published` : ''}`;
