import { type Entity, isSpoken } from '@clianta/crm-core/entity/define-entity';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ApprovalRule } from '@clianta/crm-core/workspace/approval-rule';
import { awaitedOf } from '../../../approvals-counted.ts';
import type { ToolContext, ToolResult } from '../../../tool.ts';
import { capitalize, formatMoney, toMinor } from '../../../tools/format.ts';
import { resolveUser } from '../../../tools/resolve.ts';
import type { SettingArgs } from './agent-settings.tool.ts';
import type { SettingChange } from './setting-change.ts';

export async function approvalChange(context: ToolContext, args: SettingArgs): Promise<SettingChange> {
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

async function removal(context: ToolContext, args: SettingArgs): Promise<SettingChange> {
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

async function ruleFrom(context: ToolContext, args: SettingArgs): Promise<ApprovalRule> {
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
  const deciders = await decidersFrom(context, args.who ?? args.by);
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

async function teamOf(
  { crm, scope }: ToolContext,
  { users, roles }: ApprovalRule['deciders'],
): Promise<string[]> {
  const { cached } = await crm.facts(scope.workspaceId);
  const members = (cached.get('teamMember') ?? []) as unknown as ReadonlyArray<{
    userId: string;
    name: string;
    role: string;
  }>;
  return members
    .filter((one) => users.includes(one.userId) || roles.some((role) => role === one.role))
    .map(({ name }) => name);
}

/** "deals over $50,000 need the approval of Maria Lopez". */
async function ruleInWords(context: ToolContext, { match, deciders, needed }: ApprovalRule): Promise<string> {
  const { catalogue, currency } = context;
  const noun = catalogue.entities.get(match.entity ?? '')?.label.many ?? 'changes';
  const over = [
    ...(match.aboveAmountMinor === undefined
      ? []
      : [`over ${formatMoney(match.aboveAmountMinor, currency, context)}`]),
    ...(match.aboveCount === undefined ? [] : [`of more than ${match.aboveCount}`]),
    ...(match.outside ? ['that follow words from outside'] : []),
  ];
  const what = [
    match.effect === 'delete' ? `deletions of ${noun === 'changes' ? 'records' : noun}` : noun,
    ...over,
  ];
  const names = await teamOf(context, deciders);
  return `${what.join(' ')} need the approval of ${awaitedOf(names, needed) || 'an owner'}`;
}

export async function approvalsShown(context: ToolContext): Promise<ToolResult> {
  const { approvals } = await context.crm.facts(context.scope.workspaceId);
  const rules = await Promise.all(
    approvals.rules.map(async (rule) => `- ${capitalize(await ruleInWords(context, rule))}.`),
  );
  const usual = (who: 'asker' | 'admin') => (who === 'admin' ? 'an admin' : 'whoever asks');
  return {
    text: [
      ...(rules.length > 0 ? [rules.join('\n')] : ['There is no rule about anything in particular.']),
      `Deletions of more than ${approvals.manyAbove} records are approved by ${usual(approvals.bulkDeletion)}, deletions and changes of other people's records by ${usual(approvals.othersRecords)}.`,
    ].join('\n\n'),
    isAnswer: true,
  };
}
