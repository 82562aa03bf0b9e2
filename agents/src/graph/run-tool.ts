import { isDeepStrictEqual } from 'node:util';
import { PLAIN_CALENDAR } from '@clianta/crm-core/entity/calendar';
import { operation } from '@clianta/crm-core/entity/scope';
import { CliantaError, InvalidError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { inSpan } from '@clianta/crm-core/telemetry/span';
import { AUTONOMIES, type Autonomy } from '@clianta/crm-core/workspace/agent-rules.schema';
import type { Agent } from '../agent.ts';
import { ruleOf, switchedOff } from '../agent-rule.ts';
import { ofCall, type Proposal, type Tool, type ToolContext, type ToolResult } from '../tool.ts';
import { AskBack } from '../tools/ask-back.ts';
import { callInWords, titlesOf } from '../tools/call-in-words.ts';
import { argumentsOf } from '../tools/refusal.ts';
import { mayActFreely, proposalFor } from './proposals.ts';
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
  | { kind: 'proposed'; proposal: Proposal };

/** How far an agent goes by itself; as a custom agent no further than the agent whose tool it uses. */
async function autonomyFor(
  { crm, scope, catalogue }: TurnRuntime,
  agent: Agent,
  { custom }: Step,
  tool: string,
): Promise<{ autonomy: Autonomy } | { off: Agent }> {
  const owner = custom ? catalogue.tool(tool)?.agent : undefined;
  let least: Autonomy = 'free';
  for (const one of owner ? [agent, owner] : [agent]) {
    const { isOn, autonomy } = await ruleOf(crm, scope.workspaceId, one);
    if (!isOn) return { off: one };
    if (AUTONOMIES.indexOf(autonomy) < AUTONOMIES.indexOf(least)) least = autonomy;
  }
  return { autonomy: least };
}

/** What a call would do, worked out without writing. @throws what it would be refused with */
async function inTrial(tool: Tool, args: Record<string, unknown>, context: ToolContext): Promise<ToolResult> {
  const proposal = await proposalFor(tool, args, context);
  const call = { tool: tool.name, args };
  const said = callInWords({ context, titles: await titlesOf(context, [call]) }, call);
  return { text: `I would ${said}${proposal ? ', once that is approved' : ''}.`, isAnswer: true };
}

const mayNotAsk = ({ title }: Proposal) =>
  `“${title}” takes the yes of a person, and this token may not ask for one. Use a token that asks, or have it done in Clianta.`;

function toolOf(agent: Agent, step: Step, name: string): Tool {
  const tool = toolsFor(agent, step).find((candidate) => candidate.name === name);
  if (!tool) throw new InvalidError(`The ${agent.name.replace(/Agent$/, '')} agent cannot do that here.`);
  return tool;
}

/** How far a call may go. */
interface Leave {
  taint: Taint;
  autonomy: Autonomy;
  approved?: Approved | undefined;
}

function contextFor(
  runtime: TurnRuntime,
  state: StepState,
  agent: Agent,
  { taint, autonomy, approved }: Leave,
): ToolContext {
  // what a program writes is marked, and may still be done at once
  const outside = taint.by ?? state.step.client?.name;
  const call = `${runtime.turnId}.${state.step.id}.${state.runCount}`;
  return {
    crm: runtime.crm,
    scope: {
      ...runtime.scope,
      ...(outside && { outside }),
      onOutside: (source) => {
        taint.read ??= source;
      },
      via: agent.name,
      turnId: runtime.turnId,
      groupId: runtime.turnId,
      // what was written to propose it is no part of what is done
      operation: operation(approved ? `${call}.approved` : call),
    },
    now: runtime.now,
    timeZone: runtime.language.timeZone,
    currency: runtime.language.currency,
    locale: runtime.locale,
    calendar: runtime.language.calendar ?? PLAIN_CALENDAR,
    turnId: runtime.turnId,
    conversationId: runtime.conversationId,
    focus: [...state.outcome.focus, ...state.step.brief.records, ...runtime.language.focus],
    ...(runtime.language.lastList && { lastList: runtime.language.lastList }),
    ...(approved && {
      approvedIds: approved.recordIds,
      approvedVersions: versionsOf(approved),
    }),
    stepFacts: state.stepFacts,
    mustPropose: taint.by !== undefined || autonomy === 'suggest',
    ...(outside && { taintedBy: outside }),
    catalogue: runtime.catalogue,
    ...(runtime.remoteCalls && { remoteCalls: runtime.remoteCalls }),
    canListen: runtime.models.listener !== undefined,
    rehearse: (goOn) => {
      if (!runtime.rehearse) throw new InvalidError('A trial begins no other.');
      return runtime.rehearse(goOn, agent.name);
    },
    signal: runtime.signal,
    status: (text) => runtime.emit({ type: 'status', text, agent: agent.name }),
  };
}

/**
 * Runs one tool call as the caller. What the model can correct comes back as `refused`; a call that needs a person's
 * word comes back as `proposed` and has written nothing.
 */
export async function runTool(
  runtime: TurnRuntime,
  state: StepState,
  agent: Agent,
  call: ToolCall,
  approved?: Approved,
): Promise<ToolOutcome> {
  try {
    const called = toolOf(agent, state.step, call.tool);
    const args = argumentsOf(called, call.args);
    const tool = ofCall(called, args);
    const rule = await autonomyFor(runtime, agent, state.step, tool.name);
    if ('off' in rule) return { kind: 'refused', message: switchedOff(rule.off) };
    const { autonomy } = rule;
    const leave: Leave = { taint: { by: taintOf(runtime, state, call) }, autonomy, approved };
    const contextOf = (given: Leave) => ({
      ...contextFor(runtime, state, agent, given),
      isWrite: tool.effect !== 'read',
    });
    const context = contextOf(leave);
    if (state.step.custom?.isTrial && tool.effect !== 'read')
      return { kind: 'result', result: await inTrial(tool, args, context) };
    const proposal = approved ? undefined : await proposalFor(tool, args, context);
    const isFree = proposal && autonomy === 'free' && (await mayActFreely(tool, proposal, context));
    if (proposal && !isFree) {
      if (state.step.client?.mayAsk === false) return { kind: 'refused', message: mayNotAsk(proposal) };
      return { kind: 'proposed', proposal };
    }
    const result = await inSpan(
      'tool',
      tool.name,
      () => tool.run(args, proposal ? contextOf({ ...leave, approved: proposal }) : context),
      { effect: tool.effect, agent: agent.name },
    );
    const { taint } = leave;
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
