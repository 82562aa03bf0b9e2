import { mayAnswer } from '@clianta/agents/approvals';
import { Approval, type ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { NotFoundError } from '@clianta/crm-core/errors';
import type { Tool as McpTool } from '@modelcontextprotocol/server';
import { z } from 'zod';

export const GET_APPROVAL = 'get_approval';

export const getApprovalInput = z.strictObject({
  approval: z.string().min(1).max(60).describe('The id that the answer of a call had'),
});

/** Tells a program what became of what it asked for. There is no tool that decides. */
export const getApprovalTool: McpTool = {
  name: GET_APPROVAL,
  title: 'Get approval',
  description:
    'What became of a call that waits for a person: pending, executed, partly, failed, rejected, expired, superseded or undone. People decide in Clianta, never here.',
  inputSchema: z.toJSONSchema(getApprovalInput, { io: 'input' }) as McpTool['inputSchema'],
  annotations: { readOnlyHint: true, openWorldHint: false },
};

/** @throws NotFoundError for an approval that the caller has nothing to do with */
export async function approvalState(crm: CrmCore, scope: Scope, id: string): Promise<ApprovalRecord> {
  const found = (await crm.records(Approval).getMany(systemScope(scope.workspaceId), [id])).get(id);
  if (!found || !mayAnswer(found, scope)) throw new NotFoundError('approval', id);
  const hasExpired = found.status === 'pending' && found.expiresAt <= crm.now();
  return hasExpired ? { ...found, status: 'expired' } : found;
}

export function approvalInWords({ title, status, awaits, outcome, expiresAt }: ApprovalRecord): string {
  if (status === 'pending')
    return `“${title}” waits for ${awaits ?? 'the person whose token this is'}, who decides in Clianta until ${expiresAt.toISOString()}. Nothing is done yet.`;
  return `“${title}”: ${status}.${outcome ? ` ${outcome}` : ''}`;
}
