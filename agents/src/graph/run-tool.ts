import { isDeepStrictEqual } from 'node:util';
import { requireAccess } from '@clianta/crm-core/entity/access';
import { operation } from '@clianta/crm-core/entity/scope';
import { CliantaError, InvalidError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import type { Agent } from '../agent.ts';
import type { Proposal, Tool, ToolContext, ToolResult } from '../tool.ts';
import { AskBack } from '../tools/ask-back.ts';
import { argumentsOf } from '../tools/refusal.ts';
import type { Step, StepState, ToolCall } from './state.ts';
import { toolsFor } from './step-tools.ts';
import type { TurnRuntime } from './turn-runtime.ts';

/** Whose words from outside a call follows, and whose it comes to read. */
interface Taint {
  by: string | undefined;
  read?: string;
}

/** What the user's own message asked for in so many words follows nobody else's, whatever was read meanwhile. */
function taintOf(runtime: TurnRuntime, { step, taintedBy }: StepState, call: ToolCall): string | undefined {
  if (runtime.isTainted) return 'somebody outside the team';
  const isOfMessage = step.commands?.some(
    ({ tool, args }) => tool === call.tool && isDeepStrictEqual(args, call.args),
  );
  return isOfMessage || step.calls ? undefined : taintedBy;
}

export type ToolOutcome =
  | { kind: 'result'; result: ToolResult }
  | { kind: 'refused'; message: string }
  | { kind: 'proposal'; proposal: Proposal };

function toolOf(agent: Agent, step: Step, name: string): Tool {
  const tool = toolsFor(agent, step).find((candidate) => candidate.name === name);
  if (!tool) throw new InvalidError(`The ${agent.name.replace(/Agent$/, '')} agent cannot do that here.`);
  return tool;
}

function contextFor(
  runtime: TurnRuntime,
  state: StepState,
  agent: Agent,
  taint: Taint,
  approved?: Approved,
): ToolContext {
  return {
    crm: runtime.crm,
    scope: {
      ...runtime.scope,
      ...(taint.by && { outside: taint.by }),
      onOutside: (source) => {
        taint.read ??= source;
      },
      via: agent.name,
      turnId: runtime.turnId,
      groupId: runtime.turnId,
      operation: operation(`${runtime.turnId}.${state.step.id}.${state.runCount}`),
    },
    now: runtime.now,
    timeZone: runtime.language.timeZone,
    currency: runtime.language.currency,
    locale: runtime.locale,
    turnId: runtime.turnId,
    conversationId: runtime.conversationId,
    focus: [...state.outcome.focus, ...state.step.brief.records, ...runtime.language.focus],
    ...(approved && {
      approvedIds: approved.recordIds,
      approvedVersions: versionsOf(approved),
    }),
    stepFacts: state.stepFacts,
    isTainted: taint.by !== undefined,
    ...(taint.by && { taintedBy: taint.by }),
    catalogue: runtime.catalogue,
    signal: runtime.signal,
    status: (text) => runtime.emit({ type: 'status', text, agent: agent.name }),
  };
}

/**
 * Runs one tool call as the caller. What the model can correct comes back as `refused`; a call that needs a person's
 * word comes back as `proposal` and has written nothing.
 */
export async function runTool(
  runtime: TurnRuntime,
  state: StepState,
  agent: Agent,
  call: ToolCall,
  approved?: Approved,
): Promise<ToolOutcome> {
  try {
    const tool = toolOf(agent, state.step, call.tool);
    const args = argumentsOf(tool, call.args);
    const taint: Taint = { by: taintOf(runtime, state, call) };
    const context = {
      ...contextFor(runtime, state, agent, taint, approved),
      isWrite: tool.effect !== 'read',
    };
    if (!approved) {
      const proposal = await proposalFor(tool, args, context);
      if (proposal) return { kind: 'proposal', proposal };
    }
    const result = await tool.run(args, context);
    const isOutside = result.isOutside ?? taint.read;
    return { kind: 'result', result: isOutside ? { ...result, isOutside } : result };
  } catch (error) {
    if (error instanceof AskBack) {
      const { question } = error;
      return { kind: 'result', result: { text: question.text, question, isAnswer: true } };
    }
    if (error instanceof CliantaError && error.code !== 'internal' && error.code !== 'upstream') {
      return { kind: 'refused', message: error.message };
    }
    logger.error({ err: error, tool: call.tool, turnId: runtime.turnId }, 'tool failed');
    throw error;
  }
}

/** What was approved of a proposal. */
export type Approved = Pick<Proposal, 'recordIds' | 'recordVersions'>;

function versionsOf({ recordIds, recordVersions = [] }: Approved): ReadonlyMap<string, number> {
  return new Map(
    recordIds.flatMap((id, at) => {
      const version = recordVersions[at];
      return version === undefined ? [] : [[id, version] as const];
    }),
  );
}

/** Nothing is proposed that its asker could not have done. @throws ForbiddenError */
function requireMay({ entity, operation: does }: Tool, { crm, scope }: ToolContext): void {
  const kind = does === 'restore' ? 'delete' : does === 'transition' ? 'update' : does;
  if (entity && (kind === 'create' || kind === 'update' || kind === 'delete'))
    requireAccess(crm.store.entity(entity), scope, kind);
}

async function withVersions(
  { entity }: Tool,
  { crm, scope }: ToolContext,
  proposal: Proposal | undefined,
): Promise<Proposal | undefined> {
  if (!proposal || !entity) return proposal;
  const versions = await crm.records(crm.store.entity(entity)).versions(scope, proposal.recordIds);
  return { ...proposal, recordVersions: proposal.recordIds.map((id) => versions.get(id) ?? 0) };
}

async function proposalFor(
  tool: Tool,
  args: Record<string, unknown>,
  context: ToolContext,
): Promise<Proposal | undefined> {
  if (tool.effect === 'read') return undefined;
  requireMay(tool, context);
  const proposal = await withVersions(tool, context, await tool.propose?.(args, context));
  if (!context.taintedBy) return proposal;
  const outside = context.taintedBy;
  if (proposal) return { ...proposal, preview: { ...proposal.preview, outside } };
  const detail = Object.entries(args).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return {
    title: tool.description.split('.')[0] ?? tool.name,
    preview: {
      count: 1,
      sample: [{ title: tool.name.replace(/_/g, ' '), detail: detail.join(', ').slice(0, 300) }],
      changes: [],
      outside,
    },
    recordIds: [],
  };
}
