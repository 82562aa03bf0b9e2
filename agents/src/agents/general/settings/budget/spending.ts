import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { hasRole, systemScope } from '@clianta/crm-core/entity/scope';
import { DateTime } from 'luxon';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { inWords } from './budget.area.ts';

const MOST = 20;

/** What was spent on the language model in a month, as it is counted by months: of all by agent and person for admins, of others their own. */
export async function spendingShown(
  context: ToolContext,
  period?: { from: string; to: string },
): Promise<ToolResult> {
  const { crm, scope } = context;
  const isAdmin = hasRole(scope, 'admin');
  const { modelBudget, team } = await crm.facts(scope.workspaceId);
  const month = period && DateTime.fromISO(period.from, { zone: context.timeZone }).toFormat('yyyy-LL');
  const spent = await crm.tokens.spent(scope.workspaceId, isAdmin ? undefined : scope.actor.id, month);
  const when = month === undefined || spent.isNow ? 'this month' : `in ${spent.month}`;
  const own = spent.people.find(({ userId }) => userId === scope.actor.id)?.tokens ?? 0;
  const all = isAdmin ? spent.tokens : own;
  const limit = isAdmin ? modelBudget.workspaceTokens : modelBudget.personTokens;
  const of = limit === undefined ? '' : ` of ${inWords(context, limit, modelBudget)}`;
  const price =
    modelBudget.pricePerMillion === undefined && all > 0
      ? ' What they cost is not known here: the price is set in the console, under Settings.'
      : '';
  const text =
    all === 0
      ? `Nothing was spent on the language model ${when}${of && `, of a budget${of}`}.`
      : `${isAdmin ? 'We' : 'You'} have spent **${inWords(context, all, modelBudget)}**${of} on the language model ${when}.${price}`;
  const workflows = await crm.records(Workflow).getMany(
    systemScope(scope.workspaceId),
    spent.workflows.map(({ workflowId }) => workflowId),
  );
  const rows = [
    ...spent.agents.map(({ agent, tokens }) => ({
      who: `The ${agent.replace(/Agent$/, '')} agent`,
      spent: inWords(context, tokens, modelBudget),
    })),
    ...spent.workflows.map(({ workflowId, tokens }) => ({
      who: `The workflow “${workflows.get(workflowId)?.name ?? 'that is gone'}”`,
      spent: inWords(context, tokens, modelBudget),
    })),
    ...(isAdmin ? spent.people : []).map(({ userId, tokens }) => ({
      who: team.find(({ id }) => id === userId)?.name ?? 'Somebody who has left',
      spent: inWords(context, tokens, modelBudget),
    })),
  ];
  return {
    text,
    ...(rows.length > 0 && {
      cards: [
        {
          type: 'table' as const,
          title: `Spent in ${spent.month}, by agent, workflow and person`,
          columns: [
            { key: 'who', label: 'Who' },
            { key: 'spent', label: 'Spent', align: 'right' as const },
          ],
          rows: rows.slice(0, MOST).map((cells) => ({ cells })),
          count: rows.length,
        },
      ],
    }),
    isAnswer: true,
  };
}
