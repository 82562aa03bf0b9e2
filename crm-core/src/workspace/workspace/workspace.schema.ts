import { z } from 'zod';
import { lossReasonsSchema } from '../../crm/opportunity/loss-reasons.ts';
import { weekStartSchema, yearStartSchema } from '../../entity/calendar.ts';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { rateSchema } from '../../entity/money.ts';
import { currency, locale, timeZone } from '../../entity/platform-values.ts';
import { InvalidError } from '../../errors.ts';
import { agentRulesSchema } from '../agent-rules.schema.ts';
import { approvalPolicySchema } from '../approval-policy.ts';
import { modelBudgetSchema } from '../model-budget.ts';

/** The tenant: everything but users belongs to exactly one. */
export const Workspace = defineEntity({
  name: 'workspace',
  plural: 'workspaces',
  isCached: true,
  domain: 'workspace',
  label: { one: 'workspace', many: 'workspaces' },
  tenantField: '_id',
  schema: z.object({
    name: z.string().trim().min(1).max(120),
    timeZone: timeZone().default('UTC'),
    /** ISO 4217. */
    currency: currency().default('USD'),
    /** What amounts in other currencies are compared by. */
    rates: z
      .array(rateSchema)
      .max(200)
      .refine(
        (rates) => new Set(rates.map((rate) => rate.currency)).size === rates.length,
        'names a currency twice',
      )
      .optional()
      .meta({ label: 'Exchange rates' }),
    /** Who may approve what somebody asks for. Left out: an admin for deletions of many and for other people's records. */
    approvals: approvalPolicySchema.optional().meta({ label: 'Approvals' }),
    /** What each agent may do here. Left out: all that it can, as it comes. */
    agentRules: agentRulesSchema.optional().meta({ label: 'Agents' }),
    /** What the language model may cost. Left out: there is no limit. */
    modelBudget: modelBudgetSchema.optional().meta({ label: 'Budget of the language model' }),
    /** The day that weeks begin on: 1 Monday, 6 Saturday, 7 Sunday. */
    weekStart: weekStartSchema.optional().meta({ label: 'Week begins on' }),
    /** The month that the financial year begins in, 1 to 12. */
    yearStart: yearStartSchema.optional().meta({ label: 'Financial year begins in' }),
    /** What deals are lost on. Left out: price, competitor, features, timing, budget, silence. */
    lossReasons: lossReasonsSchema.optional().meta({ label: 'Reasons of a loss' }),
    /** Whether a deal is only lost with a reason. Left out: yes. */
    needsLossReason: z.boolean().optional().meta({ label: 'A loss needs a reason' }),
    /** Marketing also goes to contacts of whom no consent is known; who has withdrawn theirs never gets it. */
    isUnknownConsentEnough: z.boolean().optional().meta({ label: 'Marketing without a recorded consent' }),
    /** Who gets contacts that nobody looks after and no routing rule fits. Left out: nobody does. */
    defaultOwnerId: z.string().optional().meta({ label: 'Default owner', ref: 'user', onDelete: 'keep' }),
    /** How many records begin with workflows in a minute; more wait. Left out: 100. */
    workflowStartsPerMinute: z
      .number()
      .int()
      .min(1)
      .max(600_000)
      .optional()
      .meta({ label: 'Starts of workflows a minute' }),
    /** BCP 47. */
    locale: locale().default('en-US'),
    /** Hosts that replies may link to, besides Clianta's own. */
    allowedLinkHosts: z.array(z.string().max(200)).default([]),
  }),
  titleOf: (workspace) => workspace.name,
  /** Amounts without a currency of their own are in the workspace's: in another they would be other amounts. */
  async prepare(next, { before, entities, readWhere }) {
    if (!before || before.currency === next.currency) return {};
    for (const entity of entities.values()) {
      for (const { name, format, label } of entity.fields) {
        if (format !== 'money') continue;
        const hasAmount = { [name]: { $type: 'number' }, currency: { $exists: false } };
        if (!(await readWhere(entity.name, hasAmount))) continue;
        throw new InvalidError(
          `There are ${entity.label.many} whose ${(label ?? name).toLowerCase()} is in ${before.currency}; in ${next.currency} it would be another amount. Set the currency of those ${entity.label.many} first, or clear the amounts.`,
          { currency: `is that of the amounts of ${entity.label.many}` },
        );
      }
    }
    return {};
  },
  access: { create: 'system', update: 'admin', delete: 'system' },
});

export type WorkspaceRecord = RecordOf<typeof Workspace>;
