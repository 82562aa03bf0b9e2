import type { AgentTurnRecord } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { Approval, type ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { z } from 'zod';
import type { Catalogue } from '../../catalogue.ts';
import { BUILT_IN } from '../../models/models.ts';
import type { ToolContext } from '../../tool.ts';
import { callInWords, titlesOf, tracedCallSchema } from '../../tools/call-in-words.ts';
import { capitalize, listed } from '../../tools/format.ts';
import { changesInWords } from './changes-in-words.ts';

/** As many changes are looked at; of more, the number is told. */
const MOST_CHANGES = 200;
const LONGEST_QUOTE = 300;

type Explained = Pick<AgentTurnRecord, 'id' | 'message' | 'toolCalls' | 'agents' | 'route' | 'model'>;

/**
 * Why a turn did what it did, for the person who asked: what was said, how it was read, who worked on it and who
 * approved it; then a list of what changed from what to what.
 */
export async function explanationOf(
  context: ToolContext,
  turn: Explained,
): Promise<{ text: string; hasChanges: boolean }> {
  const ofTurn = { where: [{ field: 'turnId', op: 'eq' as const, value: turn.id }] };
  const [actions, approvals] = await Promise.all([
    context.crm.records(UserAction).find(context.scope, { ...ofTurn, sort: 'at', limit: MOST_CHANGES }),
    context.crm.records(Approval).find(context.scope, ofTurn),
  ]);
  const hasChanges = actions.records.length > 0;
  const [read, decided, changes] = await Promise.all([
    readInWords(context, turn, approvals.records),
    decisionsInWords(context, approvals.records),
    changesInWords(context, actions.records),
  ]);
  if (actions.nextCursor)
    changes.push(
      `And ${(await context.crm.records(UserAction).count(context.scope, ofTurn)) - MOST_CHANGES} more`,
    );
  const quoted =
    turn.message.length > LONGEST_QUOTE ? `${turn.message.slice(0, LONGEST_QUOTE)}…` : turn.message;
  const why = [`You asked: “${quoted}”.`, read, workedInWords(turn, context.catalogue.agents), decided];
  const list = changes.map((one) => `- ${one}`).join('\n');
  const isPending = approvals.records.some(({ status }) => status === 'pending');
  return {
    text: `${why.filter(Boolean).join(' ')}\n\n${hasChanges ? `What changed:\n${list}` : isPending ? 'Nothing has changed yet.' : 'It changed nothing.'}`,
    hasChanges,
  };
}

async function readInWords(
  context: ToolContext,
  turn: Explained,
  proposed: readonly ApprovalRecord[],
): Promise<string> {
  const done = z.array(tracedCallSchema).catch([]).parse(turn.toolCalls);
  // what still waits has not been called
  const calls = done.length > 0 ? done : proposed.map(({ tool, args }) => ({ tool, args }));
  if (calls.length === 0) return '';
  const words = { context, titles: await titlesOf(context, calls) };
  const said = listed([...new Set(calls.map((call) => callInWords(words, call)))]);
  const plan = /^plan (?!of )(\w+)/.exec(turn.route)?.[1]?.replace(/_/g, ' ');
  return plan ? `For that I have a plan, ${plan}: ${said}.` : `I understood that as a request to ${said}.`;
}

/** "The deal agent worked on it, with the built-in language engine." */
export function workedInWords(
  { agents, model }: Pick<Explained, 'agents' | 'model'>,
  known: Catalogue['agents'],
): string {
  const names = [...new Set(agents)].filter(
    (name) => known.length === 0 || known.some((one) => one.name === name),
  );
  const who = names.map((name) => `the ${name.replace(/Agent$/, '')} agent`);
  const engine = !model || model === BUILT_IN ? 'the built-in language engine' : model;
  return who.length > 0
    ? `${capitalize(listed(who))} worked on it, with ${engine}.`
    : `I answered with ${engine}.`;
}

const DECIDED: Readonly<Record<ApprovalRecord['status'], (who: string) => string>> = {
  pending: () => 'It waits for approval.',
  approved: (who) => `${who} approved it.`,
  executed: (who) => `${who} approved it.`,
  partly: (who) => `${who} approved it; a part of it was done.`,
  undone: (who) => `${who} approved it, and it was undone since.`,
  failed: (who) => `${who} approved it, but it could not be done.`,
  rejected: (who) => `${who} rejected it, so it was not done.`,
  superseded: () => 'A newer request took its place before anybody approved it.',
  expired: () => 'Nobody approved it in time.',
};

async function decisionsInWords(context: ToolContext, approvals: readonly ApprovalRecord[]): Promise<string> {
  const deciderOf = ({ decidedBy = '' }: ApprovalRecord) => decidedBy.split('/')[0] ?? '';
  const people = await context.crm.records(User).getMany(context.scope, approvals.map(deciderOf));
  const said = approvals.map((approval) => {
    const id = deciderOf(approval);
    const who = id === context.scope.actor.id ? 'You' : (people.get(id)?.name ?? 'Somebody else');
    return DECIDED[approval.status](who);
  });
  return [...new Set(said)].join(' ');
}
