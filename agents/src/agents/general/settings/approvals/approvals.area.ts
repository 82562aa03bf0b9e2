import { type Entity, isSpoken } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import { type ApprovalRule, MOST_NEEDED } from '@clianta/crm-core/workspace/approval-rule';
import { z } from 'zod';
import { slot } from '../../../../slot.ts';
import type { ToolContext } from '../../../../tool.ts';
import { capitalize, toMinor } from '../../../../tools/format.ts';
import { resolveUser } from '../../../../tools/resolve.ts';
import { type AreaArgs, shared, wordsOf } from '../setting-area.ts';
import { type SettingChange, workspaceArea } from '../workspace-area.ts';
import { ruleInWords, teamOf } from './rules-in-words.ts';

const input = z.strictObject({
  kind: wordsOf(40).describe('Of an approval: the kind of records, "deals"'),
  above: slot({ kind: 'money' }, z.number().min(0))
    .optional()
    .describe('Of an approval: only amounts over this, in whole units of the workspace’s currency'),
  aboveCount: z.int().min(0).max(100_000).optional().describe('Of an approval: only more records than this'),
  deletes: z.boolean().optional().describe('Of an approval: only deletions'),
  who: wordsOf(200).describe('Of an approval: who decides, "Maria", "Maria or Tom", "an admin"'),
  person: shared.person,
  needed: z.int().min(1).max(MOST_NEEDED).optional().describe('Of an approval: how many of them'),
  hours: z
    .int()
    .min(1)
    .max(168)
    .optional()
    .describe('Of an approval: how long there is to decide; default 24'),
});
type Args = AreaArgs<typeof input>;

async function approvalChange(context: ToolContext, args: Args): Promise<SettingChange> {
  const { approvals } = await context.crm.facts(context.scope.workspaceId);
  if (args.action === 'remove') return removal(context, args);
  const rule = await ruleFrom(context, args);
  const said = await ruleInWords(context, rule);
  const before = approvals.rules.find(({ id }) => id === rule.id);
  return {
    title: capitalize(said).slice(0, 200),
    done: `${capitalize(said)}. It holds for whoever asks, also for admins.`,
    changes: [
      {
        label: 'Approval',
        ...(before && { from: await ruleInWords(context, before) }),
        to: said,
      },
      { label: 'To decide there are', to: `${rule.hours} hours` },
    ],
    values: {
      approvals: { ...approvals, rules: [...approvals.rules.filter(({ id }) => id !== rule.id), rule] },
    },
  };
}

async function removal(context: ToolContext, args: Args): Promise<SettingChange> {
  const { approvals } = await context.crm.facts(context.scope.workspaceId);
  const entity = args.kind === undefined ? undefined : kindCalled(context, args.kind);
  const gone = approvals.rules.filter(({ match }) => entity === undefined || match.entity === entity.name);
  if (gone.length === 0)
    throw new InvalidError(
      `There is no rule about who approves ${entity?.label.many ?? 'anything in particular'}.`,
    );
  const words = await Promise.all(gone.map((rule) => ruleInWords(context, rule)));
  return {
    title: `Remove the rule: ${words.join('; ')}`.slice(0, 200),
    done: `Removed: ${words.join('; ')}.`,
    changes: words.map((from) => ({ label: 'Approval', from, to: 'as for everything else' })),
    values: { approvals: { ...approvals, rules: approvals.rules.filter((rule) => !gone.includes(rule)) } },
  };
}

function kindCalled({ catalogue }: ToolContext, said: string): Entity {
  const word = said.toLowerCase().replace(/^(all|any|every|our|the)\s+/, '');
  const entity =
    catalogue.entityCalled(word) ?? catalogue.spoken.find(({ aliases = [] }) => aliases.includes(word));
  if (entity && isSpoken(entity)) return entity;
  throw new InvalidError(`I do not know what “${said}” are. Say, for example, “deals over 50k need Maria”.`);
}

async function ruleFrom(context: ToolContext, args: Args): Promise<ApprovalRule> {
  const { currency } = context;
  const entity = args.kind === undefined ? undefined : kindCalled(context, args.kind);
  const match: ApprovalRule['match'] = {
    effect: args.deletes ? 'delete' : 'write',
    ...(entity && { entity: entity.name }),
    ...(args.above !== undefined && { aboveAmountMinor: toMinor(args.above, currency) }),
    ...(args.aboveCount !== undefined && { aboveCount: args.aboveCount }),
  };
  if (!entity && !args.deletes && args.above === undefined && args.aboveCount === undefined)
    throw new InvalidError('Say what has to be approved: “deals over 50k need Maria”.');
  if (args.above !== undefined && entity && !entity.fields.some(({ format }) => format === 'money'))
    throw new InvalidError(`${capitalize(entity.label.many)} have no amount to go by.`);
  const deciders = await decidersFrom(context, args.who ?? args.person);
  const needed = args.needed ?? 1;
  const team = await teamOf(context, deciders);
  if (team.length < needed)
    throw new InvalidError(`${needed} have to approve, and only ${team.length} could: name more people.`);
  const key = [match.entity ?? 'all', match.effect, match.aboveAmountMinor ?? '', match.aboveCount ?? ''];
  return {
    id: key.join('.').replace(/\.+$/, '').slice(0, 40),
    match,
    deciders,
    needed,
    requesterMayDecide: false,
    hours: args.hours ?? 24,
    // the larger amount is the stricter rule
    priority: Math.min(
      1_000,
      Math.floor(Math.log2(1 + (match.aboveAmountMinor ?? 0) + (match.aboveCount ?? 0))),
    ),
  };
}

/** "Maria", "Maria and Tom", "an admin", "Maria or an owner"; nobody said: the admins. */
async function decidersFrom(context: ToolContext, who = 'an admin'): Promise<ApprovalRule['deciders']> {
  const users: string[] = [];
  const roles: ApprovalRule['deciders']['roles'] = [];
  for (const part of who.split(/\s*(?:,|\bor\b|\band\b)\s*/i).filter(Boolean)) {
    const said = part
      .replace(/(?:'s|s')?\s*(approval|okay|ok|yes)$/i, '')
      .replace(/'s$/, '')
      .trim();
    const role = /\b(admin|owner)(?:istrator)?s?\b/i.exec(said)?.[1]?.toLowerCase();
    if (role === 'admin') roles.push('admin', 'owner');
    else if (role === 'owner') roles.push('owner');
    else users.push((await resolveUser(context, said, 'who')).id);
  }
  return { users: [...new Set(users)], roles: [...new Set(roles)] };
}

export const approvalsArea = workspaceArea({
  name: 'approvals',
  does: 'Changing who approves what',
  about: 'who decides on what',
  input,
  example: 'deals over 50k need Maria',
  change: approvalChange,
});
