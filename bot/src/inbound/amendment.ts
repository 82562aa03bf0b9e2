import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import type { ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';

/** What leads to what is wanted otherwise: "yes, but", "no,". */
const LEAD = /^(?:(?:yes|y|ok|okay|sure|approved?|confirm|go ahead|do it|no|please|and)\b[\s,.:;!-]*)+/i;

/**
 * The request of a proposal as a later message wants it: "delete all contacts without an e-mail" and "yes, but only
 * those in Berlin" is "delete all contacts without an e-mail, but only those in Berlin".
 *
 * @returns undefined when the turn did more than propose: what it did must not be done again
 */
export async function amendedRequest(
  crm: CrmCore,
  workspaceId: string,
  { turnId }: Pick<ApprovalRecord, 'turnId'>,
  said: string,
): Promise<string | undefined> {
  const turn = (await crm.records(AgentTurn).getMany(systemScope(workspaceId), [turnId])).get(turnId);
  const wanted = said.trim().replace(LEAD, '');
  if (!turn || turn.toolCalls.length > 0 || !wanted) return undefined;
  return `${turn.message.trim().replace(/[.!?,;\s]+$/, '')}, ${wanted}`;
}
