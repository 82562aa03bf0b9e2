import type { WorkspaceSettings } from './workspace-part.tsx';

export type Approvals = NonNullable<WorkspaceSettings['approvals']>;
export type ApprovalRule = Approvals['rules'][number];

/** A rule as the controls of its dialog hold it. */
export interface RuleForm {
  /** Of any kind: empty. */
  entity: string;
  effect: string;
  /** In whole units of the workspace's currency; empty: of any amount. */
  amount: string;
  /** Empty: of however many. */
  count: string;
  users: readonly string[];
  roles: string;
  needed: string;
  hours: string;
  escalateAfterHours: string;
  requesterMayDecide: boolean;
}

const numberIn = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));
const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value));

/** @param units - how many minor units the currency has in one: 100 of a dollar */
export function formOf(rule: ApprovalRule | undefined, units: number): RuleForm {
  const { match, deciders } = rule ?? {};
  return {
    entity: match?.entity ?? '',
    effect: match?.effect ?? 'write',
    amount: textOf(match?.aboveAmountMinor && match.aboveAmountMinor / units),
    count: textOf(match?.aboveCount),
    users: deciders?.users ?? [],
    roles: deciders?.roles.includes('admin') ? 'admin' : (deciders?.roles[0] ?? ''),
    needed: textOf(rule?.needed ?? 1),
    hours: textOf(rule?.hours ?? 24),
    escalateAfterHours: textOf(rule?.escalateAfterHours),
    requesterMayDecide: rule?.requesterMayDecide ?? false,
  };
}

/** What is missing or does not go together, in a sentence; the server sees to the rest. */
export function faultOf(form: RuleForm): string | undefined {
  if (!form.entity && form.effect === 'write' && !form.amount && !form.count)
    return 'Choose a kind of records, deletions, or a limit: a rule about every change would stop all work.';
  if (form.users.length === 0 && !form.roles) return 'Choose at least one person, or admins or owners.';
  if (!form.roles && form.users.length < Number(form.needed))
    return `${form.needed} have to approve, and you chose ${form.users.length}. Choose more people, or admins.`;
  const escalates = numberIn(form.escalateAfterHours);
  if (escalates !== undefined && escalates >= Number(form.hours))
    return 'Owners have to come in before the time to decide is over.';
  return undefined;
}

const ROLES: Readonly<Record<string, ApprovalRule['deciders']['roles']>> = {
  admin: ['admin', 'owner'],
  owner: ['owner'],
};

/** @param before - the rule that is changed: what the dialog does not show of it stays */
export function ruleOf(form: RuleForm, units: number, before: ApprovalRule | undefined): ApprovalRule {
  const amount = numberIn(form.amount);
  const count = numberIn(form.count);
  const escalates = numberIn(form.escalateAfterHours);
  const { tools, outside } = before?.match ?? {};
  const match: ApprovalRule['match'] = {
    ...(tools && { tools }),
    ...(outside !== undefined && { outside }),
    effect: form.effect === 'delete' ? 'delete' : 'write',
    ...(form.entity && { entity: form.entity }),
    ...(amount !== undefined && { aboveAmountMinor: Math.round(amount * units) }),
    ...(count !== undefined && { aboveCount: count }),
  };
  return {
    id: before && !isOfItsMatch(before) ? before.id : idOf(match),
    match,
    deciders: { users: [...form.users], roles: ROLES[form.roles] ?? [] },
    needed: Number(form.needed),
    requesterMayDecide: form.requesterMayDecide,
    hours: Number(form.hours),
    ...(escalates !== undefined && { escalateAfterHours: escalates }),
    priority: priorityOf(match),
  };
}

/** The same for what was said in the chat: one rule about one thing, whichever way it was made. */
const idOf = ({ entity, effect, aboveAmountMinor, aboveCount }: ApprovalRule['match']): string =>
  [entity ?? 'all', effect, aboveAmountMinor ?? '', aboveCount ?? '']
    .join('.')
    .replace(/\.+$/, '')
    .slice(0, 40);

const isOfItsMatch = ({ id, match }: ApprovalRule): boolean => id === idOf(match);

/** The larger the limit, the stricter the rule. */
const priorityOf = ({ aboveAmountMinor = 0, aboveCount = 0 }: ApprovalRule['match']): number =>
  Math.min(1_000, Math.floor(Math.log2(1 + aboveAmountMinor + aboveCount)));

/** In the place of the one that is changed, and of another about the same. */
export function withRule(
  rules: readonly ApprovalRule[],
  rule: ApprovalRule,
  before: ApprovalRule | undefined,
): ApprovalRule[] {
  const at = rules.findIndex(({ id }) => id === (before?.id ?? rule.id));
  const others = (some: readonly ApprovalRule[]) =>
    some.filter(({ id }) => id !== rule.id && id !== before?.id);
  return at < 0
    ? [...others(rules), rule]
    : [...others(rules.slice(0, at)), rule, ...others(rules.slice(at))];
}
