import { Approval, type ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import {
  Conversation,
  type ConversationRecord,
} from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { newId } from '@clianta/crm-core/entity/ids';
import { Reads } from '@clianta/crm-core/entity/reads';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { logger } from '@clianta/crm-core/logger';
import { inSpan, type OpenSpan } from '@clianta/crm-core/telemetry/span';
import { scopeOfMember } from '@clianta/crm-core/workspace/scope-of-user';
import { Command, INTERRUPT, isInterrupted } from '@langchain/langgraph';
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import { decide } from './approvals.ts';
import type { Catalogue } from './catalogue.ts';
import { DeferredSaver } from './deferred-saver.ts';
import { EventQueue } from './event-queue.ts';
import { buildGraph, type TurnGraph } from './graph/build-graph.ts';
import { RECURSION_LIMIT, TIME_LIMITS, type TimeLimits } from './graph/guards.ts';
import { rehearse } from './graph/rehearse.ts';
import { asTold, type DirectCall, type Pause, type StepOutcome, type TurnStateValue } from './graph/state.ts';
import type { Likeliest, TurnRuntime } from './graph/turn-runtime.ts';
import { likeliestAgents } from './language/route/likeliest.ts';
import { leavesQuestion } from './language/talk/answer-question.ts';
import { rememberTurn } from './memory/conversation-memory.ts';
import { type Earlier, earlierTurns } from './memory/earlier-turns.ts';
import { languageContext } from './memory/language-context.ts';
import type { TurnCalls } from './memory/open-question.ts';
import { recordLook } from './memory/record-look.ts';
import type { Models } from './models/models.ts';
import { catalogue as everything } from './registry.ts';
import type { RemoteCalls } from './remote/remote-tool.ts';
import type { Decision, TurnEvent, TurnResult } from './turn-event.schema.ts';
import { countedAnswer, lateAnswer, type Outcome, resultOf, withInterimAnswer } from './turn-result.ts';
import { failure, saveTurn } from './turn-trace.ts';

export interface TurnInput {
  /** Made by the caller before the turn starts; the same again continues the same turn. */
  turnId: string;
  conversationId: string;
  /** The conversation as it stands, where the caller has just read it. */
  conversation?: ConversationRecord;
  scope: Scope;
  message: string;
  /** A known call instead of understanding the message. */
  direct?: DirectCall;
  /** Written by someone outside: it may be answered, but not cause a write without approval. */
  isTainted?: boolean;
  /** This turn was begun before and the process ended; go on from its last saved step. */
  isRetry?: boolean;
}

export interface DecisionInput {
  conversationId: string;
  scope: Scope;
  decision: Decision;
  /** Names this very click or message; a redelivery has the same. */
  key: string;
}

export interface AgentServiceOptions {
  crm: CrmCore;
  models: Models;
  checkpointer: BaseCheckpointSaver;
  /** Default: that of the registry. */
  catalogue?: Catalogue;
  /** Default: those of the guards. */
  limits?: TimeLimits;
  /** Calls tools of MCP servers for custom agents. */
  remoteCalls?: RemoteCalls;
  /** Narrows down what a router model chooses from. */
  likeliest?: Likeliest;
}

type Input = Parameters<TurnGraph['stream']>[0];

interface Run {
  config: Parameters<TurnGraph['stream']>[1] & { configurable: { thread_id: string } };
  /** Lets the graph go on, and tells what its nodes tell. */
  run(input: Input | null): Promise<Outcome>;
}

/** The only door to the agents: one turn in, a stream of turn events out; `done` is always the last. */
export class AgentService {
  readonly crm: CrmCore;
  readonly models: Models;
  readonly catalogue: Catalogue;
  readonly #remoteCalls: RemoteCalls | undefined;
  readonly #limits: TimeLimits;
  readonly #likeliest: Likeliest | undefined;
  readonly #graph: TurnGraph;
  readonly #checkpoints: DeferredSaver;

  constructor(options: AgentServiceOptions) {
    this.crm = options.crm;
    this.models = options.models;
    this.catalogue = options.catalogue ?? everything;
    this.#remoteCalls = options.remoteCalls;
    this.#limits = options.limits ?? TIME_LIMITS;
    this.#likeliest = options.likeliest;
    this.#checkpoints = new DeferredSaver(options.checkpointer);
    this.#graph = buildGraph(this.catalogue, this.#checkpoints);
  }

  /** Runs the turn of a message. A failure is told in the reply, with the turn id as reference; it is not thrown. */
  runTurn(input: TurnInput): AsyncIterable<TurnEvent> {
    return this.#stream(input, async ({ config, run }) => {
      const saved = input.isRetry ? await this.#graph.getState(config) : undefined;
      const isFinished = Boolean(saved?.values?.final) && saved?.next.length === 0;
      if (saved && isFinished) return saved.values as Outcome;
      const isBegun = saved !== undefined && saved.next.length > 0;
      if (!isBegun) this.#checkpoints.defer(input.turnId);
      const start = { message: input.message, ...(input.direct && { direct: input.direct }) };
      return run(isBegun ? null : start);
    });
  }

  /** The same, for who waits for the end of it. */
  async resultOf(input: TurnInput): Promise<TurnResult> {
    for await (const event of this.runTurn(input)) if (event.type === 'done') return event.result;
    throw new Error(`The turn ${input.turnId} ended without a result.`);
  }

  /**
   * Goes on with the turn that waits for this decision.
   *
   * @throws ConflictError, InvalidError, ForbiddenError when the decision does not count, before anything runs
   */
  async resumeTurn(input: DecisionInput): Promise<AsyncIterable<TurnEvent>> {
    const approval = await decide(this.crm, input.scope, input.decision, input.key);
    const message = `${input.decision.decision === 'approve' ? 'Approve' : 'Reject'}: ${approval.title}`;
    // the turn goes on once all have approved
    if (approval.status === 'pending')
      return this.#stream({ ...input, turnId: newId(), message }, async () => ({
        ...countedAnswer(approval),
        told: new Set<string>(),
      }));
    const scope = await this.#askersScope(input.scope, approval);
    const turn = { ...input, scope, turnId: approval.turnId, message };
    return this.#stream(turn, async ({ config, run }) => {
      const saved = await this.#graph.getState(config);
      const pauses = saved.tasks.flatMap((task) => task.interrupts as Array<{ id?: string; value?: Pause }>);
      const waiting = pauses.find((one) => one.value?.approvalId === approval.id);
      if (!waiting?.id) {
        if (saved.next.length > 0) return run(null);
        return lateAnswer(approval);
      }
      const resume = { [waiting.id]: { decision: input.decision.decision } };
      const { outcomes } = saved.values as TurnStateValue;
      const told = Object.fromEntries(Object.entries(outcomes).map(([id, one]) => [id, asTold(one)]));
      const outcome = await run(new Command({ resume, update: { outcomes: told } }));
      return { ...outcome, told: new Set(pauses.flatMap((one) => one.value?.approvalId ?? [])) };
    });
  }

  /** Whoever decided, it is done in the name of who asked for it, with their rights as they are now. */
  async #askersScope(scope: Scope, { askedBy }: ApprovalRecord): Promise<Scope> {
    if (!askedBy || askedBy === scope.actor.id) return scope;
    return scopeOfMember(this.crm, scope.workspaceId, askedBy, scope.channel ?? 'web');
  }

  #stream(turn: TurnInput, invoke: (run: Run) => Promise<Outcome>): AsyncIterable<TurnEvent> {
    const { turnId, conversationId, scope, message, isTainted = false } = turn;
    const queue = new EventQueue<TurnEvent>();
    const work = async (span: OpenSpan) => {
      const started = performance.now();
      const own: Scope = { ...scope, turnId, reads: new Reads() };
      let result: TurnResult;
      try {
        // an admin may decide in a conversation of somebody else; who may speak where is the caller's check
        const reader = systemScope(scope.workspaceId);
        const conversation =
          turn.conversation ?? (await this.crm.records(Conversation).get(reader, conversationId));
        const { locale } = await this.crm.localOf(scope.workspaceId, scope.actor.id);
        const now = this.crm.now();
        const runtime: TurnRuntime = {
          crm: this.crm,
          models: this.models,
          catalogue: this.catalogue,
          scope: own,
          turnId,
          conversationId,
          now,
          locale,
          language: {
            ...(await languageContext(this.crm, own, conversation, now)),
            look: recordLook(this.crm, this.catalogue, own),
          },
          earlier: this.#earlier(scope, conversationId, turnId),
          isTainted,
          ...(this.#remoteCalls && { remoteCalls: this.#remoteCalls }),
          limits: this.#limits,
          likeliest: this.#likeliest ?? ((text) => likeliestAgents(text, this.catalogue)),
          signal: AbortSignal.timeout(this.#limits.turnMs),
          emit: (event) => queue.push(event),
          persist: () => this.#checkpoints.persist(turnId),
        };
        runtime.rehearse = (goOn, node) => rehearse(runtime, goOn, node);
        queue.push({ type: 'status', text: 'Thinking' });
        const config: Run['config'] = {
          configurable: { thread_id: turnId },
          context: { runtime },
          durability: 'sync',
          recursionLimit: RECURSION_LIMIT,
        };
        const outcome = await invoke({
          config,
          run: (input) => this.#run(input, config, (event) => queue.push(event)),
        });
        result = await this.#conclude(outcome, runtime, conversation, message, performance.now() - started);
        for (const card of result.reply.cards)
          if (card.type === 'approval') queue.push({ type: 'approval', card });
      } catch (error) {
        result = failure(
          error,
          // a button or a decision is no sentence to say again
          { turnId, conversationId, message: turn.direct || 'decision' in turn ? '' : message },
          performance.now() - started,
        );
        await saveTurn(this.crm, scope, {
          result,
          toolCalls: [],
          message,
          status: 'failed',
          model: this.models.name,
        }).catch((cause) => logger.error({ err: cause }, 'turn trace lost'));
      } finally {
        this.#checkpoints.drop(turnId);
      }
      span.note({ calls: result.toolCalls.length, isWaiting: result.approval !== undefined });
      queue.push({ type: 'done', result });
      queue.close();
    };
    inSpan('turn', 'turn', work, { turnId, channel: scope.channel }).catch((error) => queue.fail(error));
    return queue;
  }

  async #run(input: Input | null, config: Run['config'], tell: (event: TurnEvent) => void): Promise<Outcome> {
    const stream = await this.#graph.stream(input, { ...config, streamMode: ['custom', 'values'] });
    let values: Outcome = {};
    const interrupts: NonNullable<Outcome[typeof INTERRUPT]> = [];
    for await (const [mode, chunk] of stream as AsyncIterable<[mode: string, chunk: unknown]>) {
      if (mode === 'custom') tell(chunk as TurnEvent);
      else if (isInterrupted<Pause>(chunk)) interrupts.push(...chunk[INTERRUPT]);
      else values = chunk as Outcome;
    }
    if (interrupts.length === 0) return values;
    // what waits for a person has to outlive the process
    await this.#checkpoints.persist(config.configurable.thread_id);
    return { ...values, [INTERRUPT]: interrupts };
  }

  async #earlier(scope: Scope, conversationId: string, turnId: string): Promise<Earlier> {
    if (!this.models.readsHistory) return { messages: [] };
    return earlierTurns(this.crm, scope, conversationId, turnId).catch((err) => {
      logger.warn({ err, turnId }, 'a turn goes on without what was said before');
      return { messages: [] };
    });
  }

  /** What the turn meant for a question that waited; a decision on a proposal means nothing for it. */
  #calls({ steps = [], outcomes = {}, told }: Outcome, message: string): TurnCalls {
    if (told) return { calls: [], isChange: false, isLeft: false };
    const planned = steps.flatMap((step): TurnCalls['calls'] => step.calls ?? step.commands ?? []);
    const made = Object.values(outcomes).flatMap((outcome) => outcome.toolCalls);
    const calls = [...planned, ...made].map(({ tool, args }) => ({ tool, args }));
    const isChange = calls.some(({ tool }) => this.catalogue.tool(tool)?.tool.effect !== 'read');
    return { calls, isChange, isLeft: leavesQuestion(message) };
  }

  async #conclude(
    ended: Outcome,
    runtime: TurnRuntime,
    conversation: ConversationRecord,
    message: string,
    ms: number,
  ): Promise<TurnResult> {
    const { scope, turnId } = runtime;
    const outcome = await withInterimAnswer(ended, runtime);
    const steps = Object.values(outcome.outcomes ?? {});
    const waiting = (outcome[INTERRUPT] ?? []).flatMap((one) => (one.value ? [one.value.approvalId] : []));
    const approvals = await this.crm.records(Approval).getMany(systemScope(scope.workspaceId), waiting);
    const result = resultOf(outcome, [...approvals.values()], runtime, ms);
    const tokens = steps.reduce((sum, step) => sum + step.tokens, 0);
    await Promise.all([
      saveTurn(this.crm, scope, {
        result,
        toolCalls: steps.flatMap((step) => step.toolCalls),
        message,
        status: result.approval ? 'waiting' : 'done',
        model: this.models.name,
        route: outcome.route,
        tokens,
        taintedBy: isTaintedBy(steps, runtime.isTainted),
      }),
      rememberTurn(this.crm, scope, conversation, steps, this.#calls(outcome, message)),
    ]);
    if (!result.approval) {
      await this.#checkpoints
        .deleteThread(turnId)
        .catch((err) => logger.warn({ err, turnId }, 'checkpoints left behind'));
    }
    return result;
  }
}

const isTaintedBy = (steps: readonly StepOutcome[], isMessage: boolean) =>
  isMessage ? 'somebody outside the team' : steps.map((step) => step.taintedBy).find(Boolean);
