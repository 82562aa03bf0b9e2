import { createHash } from 'node:crypto';
import {
  APPROVAL_HOURS,
  Approval,
  type ApprovalRecord,
  type ApprovalStatus,
} from '@clianta/crm-core/conversations/approval/approval.schema';
import { tellDeciders } from '@clianta/crm-core/conversations/approval/tell-deciders';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { hasRole, type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError, ForbiddenError, InvalidError } from '@clianta/crm-core/errors';
import { countApproval, hasApproved } from './approvals-counted.ts';
import { decidersOf } from './deciders.ts';
import type { StepState, ToolCall } from './graph/state.ts';
import type { TurnRuntime } from './graph/turn-runtime.ts';
import type { ApprovalCard } from './reply.schema.ts';
import { ofCall, type Proposal } from './tool.ts';
import type { Decision } from './turn-event.schema.ts';

const DECIDED: Readonly<Partial<Record<ApprovalStatus, string>>> = {
  executed: 'approved and done',
  partly: 'approved and done in part',
  failed: 'approved, and failed',
};

/** What the paused turn is told. */
export interface ApprovalDecision {
  decision: 'approve' | 'reject';
}

function hashOf(tool: string, args: unknown, recordIds: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([tool, args, recordIds]))
    .digest('hex');
}

/** Stores a proposal. The same call of the same turn always gives the same approval. */
export async function openApproval(
  runtime: TurnRuntime,
  state: StepState,
  agent: string,
  call: ToolCall,
  proposal: Proposal,
): Promise<string> {
  const id = idFrom(`approval:${runtime.turnId}:${state.step.id}:${state.runCount}`);
  const scope = systemScope(runtime.scope.workspaceId);
  const approvals = runtime.crm.records(Approval);
  const before = (await approvals.getMany(scope, [id])).get(id);
  if (before) {
    await tellThem(runtime, before);
    return id;
  }
  const known = runtime.catalogue.tool(call.tool)?.tool;
  const tool = known && ofCall(known, call.args);
  const { approvals: policy } = await runtime.crm.facts(scope.workspaceId);
  const approval = await approvals.create(
    scope,
    {
      tool: call.tool,
      agent,
      args: call.args,
      argsHash: hashOf(call.tool, call.args, proposal.recordIds),
      title: proposal.title,
      ...requestOf(state, call),
      preview: proposal.preview,
      recordIds: proposal.recordIds,
      recordVersions: proposal.recordVersions ?? [],
      ...((proposal.isDestructive ?? tool?.operation === 'delete') && {
        isDestructive: true,
      }),
      askedBy: runtime.scope.actor.id,
      ...(state.step.client && { client: state.step.client.name }),
      ...(await decidersOf(runtime.crm, runtime.scope, tool, proposal)),
      ...byRule(proposal, runtime.now),
      ...(proposal.preview.count > policy.typedAbove && { typedCount: proposal.preview.count }),
      conversationId: runtime.conversationId,
      turnId: runtime.turnId,
      expiresAt: new Date(runtime.now.getTime() + (proposal.rule?.hours ?? APPROVAL_HOURS) * HOUR_MS),
    },
    { id },
  );
  await tellThem(runtime, approval);
  return id;
}

const HOUR_MS = 3_600_000;

/** What a rule of the workspace says of a proposal. */
function byRule({ rule }: Proposal, now: Date): { isByRule?: boolean; escalatesAt?: Date } {
  if (!rule) return {};
  const { escalateAfterHours: after, hours } = rule;
  return {
    isByRule: true,
    ...(after !== undefined && after < hours && { escalatesAt: new Date(now.getTime() + after * HOUR_MS) }),
  };
}

/** Who decides and does not see the conversation is told: instead of the person who asked, or of what a program asked for. */
async function tellThem(
  { crm, scope: { workspaceId } }: TurnRuntime,
  { id, awaits, client, escalatesAt }: ApprovalRecord,
): Promise<void> {
  if (!awaits && !client) return;
  await crm.enqueue(tellDeciders, { approvalId: id }, { workspaceId, key: id });
  if (escalatesAt)
    await crm.enqueue(
      tellDeciders,
      { approvalId: id, isEscalation: true },
      { workspaceId, key: `escalates:${id}`, at: escalatesAt },
    );
}

/** The words that this one call was read from; absent where others were too, which must not be done again. */
function requestOf({ step, outcome }: StepState, call: ToolCall): { request?: string } {
  const [command, ...more] = (step.commands ?? []).filter(({ tool }) => tool === call.tool);
  if (command && more.length === 0) return { request: command.span };
  return outcome.toolCalls.length === 0 && !step.commands ? { request: step.brief.goal } : {};
}

/** Whether somebody may decide on a proposal, or take it back. */
export const mayAnswer = (
  approval: Pick<ApprovalRecord, 'deciders' | 'askedBy' | 'isByRule'>,
  scope: Scope,
): boolean => mayDecide(approval, scope) || approval.askedBy === scope.actor.id;

/** An admin decides on whatever no rule gives to others. */
const mayDecide = (
  { deciders, isByRule }: Pick<ApprovalRecord, 'deciders' | 'isByRule'>,
  scope: Scope,
): boolean => deciders.includes(scope.actor.id) || (!isByRule && hasRole(scope, 'admin'));

/**
 * Whether a person's decision would count.
 *
 * @throws ConflictError when it was decided before, InvalidError when it has expired or the number is wrong,
 *   ForbiddenError for someone who may not decide
 */
export function checkDecision(approval: ApprovalRecord, scope: Scope, decision: Decision, now: Date): void {
  const isWithdrawn = decision.decision === 'reject' && approval.askedBy === scope.actor.id;
  if (!mayDecide(approval, scope) && !isWithdrawn) {
    throw new ForbiddenError(
      approval.awaits
        ? `This takes the approval of ${approval.awaits}.`
        : 'Only the person who asked for this, or an admin, can decide on it.',
    );
  }
  if (approval.status !== 'pending') {
    throw new ConflictError(
      approval.status === 'superseded'
        ? 'A newer request took the place of this one. Nothing of it was done.'
        : `This was ${DECIDED[approval.status] ?? approval.status} already.`,
    );
  }
  if (decision.decision === 'approve' && hasApproved(approval, scope.actor.id))
    throw new ConflictError(
      `You have approved this already. It takes the approval of ${approval.awaits} too.`,
    );
  if (approval.expiresAt <= now) throw new InvalidError('This proposal has expired. Please ask again.');
  if (hashOf(approval.tool, approval.args, approval.recordIds) !== approval.argsHash) {
    throw new ConflictError('This proposal is not the one that was shown. Please ask again.');
  }
  const isApproval = decision.decision === 'approve';
  if (isApproval && approval.typedCount !== undefined && decision.typedCount !== approval.typedCount) {
    throw new InvalidError(`To approve, type the number of records: ${approval.typedCount}.`);
  }
}

/**
 * Records a person's decision. The first one counts; the same decision delivered again is let through so that an
 * interrupted turn can go on.
 *
 * @param key - names this very click or message; a redelivery has the same
 * @throws as checkDecision
 */
export async function decide(
  crm: CrmCore,
  scope: Scope,
  decision: Decision,
  key: string,
): Promise<ApprovalRecord> {
  const system = systemScope(scope.workspaceId);
  const approvals = crm.records(Approval);
  const approval = await approvals.get(system, decision.approvalId);
  const decidedBy = `${scope.actor.id}/${key}`;
  if (approval.decidedBy === decidedBy || approval.decisions?.some((one) => one.key === decidedBy))
    return approval;
  const now = crm.now();
  if (approval.status === 'pending' && approval.expiresAt <= now)
    await approvals.update(system, approval.id, { status: 'expired' });
  checkDecision(approval, scope, decision, now);
  if (decision.decision === 'approve' && approval.needed > 1) {
    const counted = await countApproval(crm, scope, approval, decidedBy, now);
    if (counted) return counted;
  }
  const status = decision.decision === 'approve' ? 'approved' : 'rejected';
  const decided = await approvals.update(
    system,
    approval.id,
    { status, decidedAt: now, decidedBy },
    { version: approval.version },
  );
  await forgetNotices(crm, scope.workspaceId, approval.id);
  return decided;
}

/** Nobody is told any longer of what was decided. */
async function forgetNotices(crm: CrmCore, workspaceId: string, approvalId: string): Promise<void> {
  await crm.store
    .model(Notice.name)
    .updateMany(
      { workspaceId, entity: Approval.name, recordId: approvalId, state: { $ne: 'done' } },
      { $set: { state: 'done' }, $unset: { snoozedUntil: 1 }, $inc: { version: 1 } },
    );
}

/** Says of a rejected proposal that a newer request took its place. */
export async function markSuperseded(crm: CrmCore, workspaceId: string, id: string): Promise<void> {
  const outcome = 'A newer request took its place. Nothing of it was done.';
  await crm.records(Approval).update(systemScope(workspaceId), id, { status: 'superseded', outcome });
}

export async function finishApproval(
  runtime: TurnRuntime,
  id: string,
  status: 'rejected' | 'executed' | 'partly' | 'failed',
  outcome: string,
): Promise<void> {
  const scope = systemScope(runtime.scope.workspaceId);
  await runtime.crm.records(Approval).update(scope, id, { status, outcome: outcome.slice(0, 2000) });
}

export function approvalCard(approval: ApprovalRecord): ApprovalCard {
  return {
    type: 'approval',
    approvalId: approval.id,
    title: approval.title,
    count: approval.preview.count,
    sample: approval.preview.sample,
    changes: approval.preview.changes,
    ...(approval.typedCount !== undefined && { typedCount: approval.typedCount }),
    expiresAt: approval.expiresAt.toISOString(),
    status: approval.status,
    ...(approval.awaits && { awaits: approval.awaits }),
    ...(approval.isDestructive && { isDestructive: true }),
  };
}
