import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { titleOf } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ModelBudget } from '@clianta/crm-core/workspace/model-budget';
import { z } from 'zod';
import { slot } from '../../../../slot.ts';
import type { ToolContext } from '../../../../tool.ts';
import { formatMoney, formatNumber, toMinor } from '../../../../tools/format.ts';
import { resolveOne } from '../../../../tools/resolve.ts';
import { agentCalled } from '../autonomy/autonomy.area.ts';
import { type AreaArgs, shared, wordsOf } from '../setting-area.ts';
import { type SettingChange, workspaceArea } from '../workspace-area.ts';

const input = z.strictObject({
  agent: shared.agent,
  workflow: wordsOf(120).describe('Of a budget: a workflow, by its name'),
  tokens: z.int().min(0).optional().describe('Of a budget: tokens'),
  money: slot({ kind: 'money' }, z.number().min(0))
    .optional()
    .describe('Of a budget: an amount in the workspace’s currency; needs a price per million tokens'),
  of: z
    .enum(['workspace', 'person', 'day'])
    .optional()
    .describe('Of a budget: whose; default the workspace’s month'),
});
type Args = AreaArgs<typeof input>;

const MILLION = 1_000_000;

async function budgetChange(context: ToolContext, args: Args): Promise<SettingChange> {
  const { crm, scope } = context;
  const { modelBudget: before } = await crm.facts(scope.workspaceId);
  const tokens = args.action === 'remove' ? undefined : tokensOf(args, before);
  const { whose, values } = await budgetOf(context, args, before, tokens);
  if (tokens === undefined)
    return {
      title: `Remove the budget of ${whose}`,
      done: `There is no limit for ${whose} any more.`,
      changes: [{ label: `Budget of ${whose}`, to: 'no limit' }],
      values: { modelBudget: values },
    };
  const amount = inWords(context, tokens, before);
  return {
    title: `Limit ${whose} to ${amount}`,
    done: `The budget of ${whose} is ${amount}. Admins are told when four fifths of it are spent; when it is used up, the built-in engine answers.`,
    changes: [{ label: `Budget of ${whose}`, to: amount }],
    values: { modelBudget: values },
  };
}

function tokensOf({ tokens, money }: Args, { pricePerMillion }: ModelBudget): number {
  if (tokens !== undefined) return tokens;
  if (money === undefined)
    throw new InvalidError('Say how much: “limit the model to 5 million tokens a month”.');
  if (!pricePerMillion)
    throw new InvalidError(
      'What a million tokens cost is not known here, so I can only limit tokens. Set the price in the console, under Settings, or name a number of tokens.',
    );
  return Math.floor((money / pricePerMillion) * MILLION);
}

async function budgetOf(
  context: ToolContext,
  { agent: said, workflow: called, of = 'workspace' }: Args,
  before: ModelBudget,
  tokens: number | undefined,
): Promise<{ whose: string; values: ModelBudget }> {
  if (said !== undefined) {
    const { name } = agentCalled(context, said);
    const others = (before.agents ?? []).filter((one) => one.agent !== name);
    const agents = tokens === undefined ? others : [...others, { agent: name, tokens }];
    return { whose: `the ${name.replace(/Agent$/, '')} agent in a month`, values: { ...before, agents } };
  }
  if (called !== undefined) {
    const { id, title } = await resolveOne(context, Workflow, called, 'workflow').then((found) => ({
      id: found.id,
      title: titleOf(Workflow, found),
    }));
    const others = (before.workflows ?? []).filter(({ workflowId }) => workflowId !== id);
    const workflows = tokens === undefined ? others : [...others, { workflowId: id, tokens }];
    return { whose: `the workflow “${title}” in a month`, values: { ...before, workflows } };
  }
  const field = { workspace: 'workspaceTokens', person: 'personTokens', day: 'dayTokens' } as const;
  const whose = {
    workspace: 'the workspace in a month',
    person: 'each person in a month',
    day: 'the workspace in a day',
  }[of];
  const { [field[of]]: _before, ...rest } = before;
  return { whose, values: tokens === undefined ? rest : { ...rest, [field[of]]: tokens } };
}

/** "5,000,000 tokens (about $25)". */
export function inWords(context: ToolContext, tokens: number, { pricePerMillion }: ModelBudget): string {
  const { currency } = context;
  const price =
    pricePerMillion === undefined
      ? ''
      : ` (about ${formatMoney(toMinor((tokens / MILLION) * pricePerMillion, currency), currency, context)})`;
  return `${formatNumber(tokens, context)} tokens${price}`;
}

export const budgetArea = workspaceArea({
  name: 'budget',
  does: 'Changing the budget of the language model',
  about: 'of the language model',
  input,
  example: 'limit the model to 5 million tokens a month',
  change: budgetChange,
});
