import { hasRole } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  DEFAULT_RULES,
  LeadRules,
  type ScoringRules,
} from '@clianta/crm-core/intelligence/lead-rules/lead-rules.schema';
import { RESCORE_LEADS } from '@clianta/crm-core/intelligence/scoring/rescore';
import { scoringOf } from '@clianta/crm-core/intelligence/scoring/score-contacts';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { gradesProposal } from './grade-moves.ts';

/** What people call each rule. */
const RULES = {
  'demo request': 'demoRequest',
  demo: 'demoRequest',
  form: 'form',
  click: 'click',
  'page view': 'pageView',
  visit: 'pageView',
  'email open': 'emailOpen',
  open: 'emailOpen',
  industry: 'industry',
  'company size': 'size',
  seniority: 'seniority',
  'job title': 'seniority',
  country: 'country',
  'company email': 'companyMail',
  phone: 'reachable',
  'throwaway email': 'disposableMail',
  fading: 'fadesDaily',
  decay: 'fadesDaily',
  'grade A': 'gradeA',
  'grade B': 'gradeB',
  'grade C': 'gradeC',
  'grade D': 'gradeD',
} as const satisfies Record<string, keyof ScoringRules>;
const NAMES = Object.keys(RULES) as [keyof typeof RULES, ...Array<keyof typeof RULES>];

export const tuneScoring = defineTool({
  name: 'tune_scoring',
  does: 'Changing the scoring rules',
  operation: 'other',
  entity: 'leadRules',
  description:
    'Changes how many points something earns, or where a grade begins. Shows how many grades move; an admin decides. Without a rule it shows the rules.',
  input: z.strictObject({
    rule: slot({ kind: 'option', options: NAMES }, z.enum(NAMES)).optional(),
    to: slot({ kind: 'number' }, z.number().int().min(-100).max(100)).optional().describe('The new points'),
    factor: z.number().min(0).max(10).optional().describe('2: twice as many points as now'),
  }),
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const change = await changeOf(context, args);
    return change && hasRole(context.scope, 'admin') ? proposalOf(context, change) : undefined;
  },
  async run(args, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const { rules } = await scoringOf(crm, scope.workspaceId);
    const change = await changeOf(context, args);
    if (!change) return rulesInWords(rules);
    if (!hasRole(scope, 'admin')) {
      const { preview } = await proposalOf(context, change);
      const moves = preview.changes.map(({ label, to }) => `${label}: ${to}`).join('; ');
      return {
        text: `Only an admin can change the scoring rules. It would come to this: ${moves}.`,
        isAnswer: true,
      };
    }
    const { field, to } = change;
    const service = crm.records(LeadRules);
    const own = await service.findOne(scope, {});
    const record = own
      ? await service.update(scope, own.id, { [field]: to })
      : await service.create(scope, { [field]: to });
    await crm.enqueue(RESCORE_LEADS, {}, { workspaceId: scope.workspaceId, key: 'all' });
    return {
      text: `**${labelOf(field)}** counts ${to} now instead of ${rules[field]}. I am counting all scores anew.`,
      changes: [{ entity: 'leadRules', id: record.id, change: own ? 'updated' : 'created' }],
      isAnswer: true,
    };
  },
});

interface RuleChange {
  field: (typeof RULES)[keyof typeof RULES];
  to: number;
}

async function changeOf(
  { crm, scope }: ToolContext,
  {
    rule,
    to,
    factor,
  }: { rule?: keyof typeof RULES | undefined; to?: number | undefined; factor?: number | undefined },
): Promise<RuleChange | undefined> {
  if (!rule) return undefined;
  const field = RULES[rule];
  const { rules } = await scoringOf(crm, scope.workspaceId);
  if (to === undefined && factor === undefined)
    throw new InvalidError(
      `${labelOf(field)} counts ${rules[field]} now. Say how much it shall count: “make ${rule} worth ${rules[field] + 5}”.`,
    );
  return { field, to: to ?? Math.round(rules[field] * (factor ?? 1)) };
}

async function proposalOf(context: ToolContext, { field, to }: RuleChange): Promise<Proposal> {
  const { rules, profile } = await scoringOf(context.crm, context.scope.workspaceId);
  const label = labelOf(field);
  return gradesProposal(
    context,
    `Let ${label.toLowerCase()} count ${to}`,
    { rules: { ...rules, [field]: to }, profile },
    [{ label, from: String(rules[field]), to: String(to) }],
  );
}

function rulesInWords(rules: ScoringRules): ToolResult {
  const rows = LeadRules.fields.flatMap(({ name, label }) => {
    const value = rules[name as keyof ScoringRules];
    const usual = DEFAULT_RULES[name as keyof ScoringRules];
    return typeof value === 'number' && label
      ? [{ cells: { rule: label, points: String(value), usual: value === usual ? '' : String(usual) } }]
      : [];
  });
  return {
    text: 'A score is what fits and what interests somebody, weighed together. These are the rules.',
    cards: [
      {
        type: 'table',
        title: 'Scoring rules',
        columns: [
          { key: 'rule', label: 'Rule' },
          { key: 'points', label: 'Points', align: 'right' },
          { key: 'usual', label: 'Usually', align: 'right' },
        ],
        rows,
        count: rows.length,
      },
    ],
    isAnswer: true,
  };
}

const labelOf = (name: string): string =>
  LeadRules.fields.find((field) => field.name === name)?.label ?? name;
