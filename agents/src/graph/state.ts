import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { BaseMessage } from '@langchain/core/messages';
import { Annotation } from '@langchain/langgraph';
import type { CustomAgent } from '../custom/custom-agent.ts';
import type { Condition } from '../language/conditions/condition.ts';
import type { Command as LanguageCommand } from '../language/language-context.ts';
import type { Card } from '../reply.schema.ts';
import type { LastList, OpenQuestion, Proposal } from '../tool.ts';
import type { RecordChange, ToolUse } from '../turn-event.schema.ts';

/** What an agent is asked to do: the hand-over brief, never the whole history. */
interface Brief {
  /** In words, complete in itself. */
  goal: string;
  /** Records it is about. */
  records: FocusItem[];
  constraints: string[];
}

export interface ToolCall {
  id: string;
  tool: string;
  args: Record<string, unknown>;
  /** Set once it has run: its result needs no wording. */
  isAnswer?: boolean;
  /** Why it cannot be run at all, in words for the model that made it. */
  problem?: string;
}

/** A program that calls tools in somebody's name: its model may be misled, so its words are text from outside. */
interface CallingClient {
  /** In words: "the MCP client “Claude”". */
  name: string;
  /** What it may not do at once is proposed to people; otherwise it is refused. */
  mayAsk: boolean;
}

/** A known call, from a button, a slash command, or a program. */
export interface DirectCall {
  agent: string;
  tool: string;
  args: Record<string, unknown>;
  client?: CallingClient;
}

/** One agent's part of a plan. */
export interface Step {
  id: string;
  agent: string;
  /** For the status line: "Looking at the deals". */
  title: string;
  brief: Brief;
  /** Ids of steps that must be done before. */
  after: string[];
  /** It is not begun when one of those has failed. */
  needsBefore?: boolean;
  /** Known calls: the step needs no model to choose its tools. */
  calls?: ToolCall[];
  /** The program whose calls they are. */
  client?: CallingClient;
  /** What the language engine has read from the message for this step. */
  commands?: LanguageCommand[];
  /** The language engine is sure that it only asks: it is given no tool that could change anything. */
  isQuestion?: boolean;
  /** What the language engine has recognised in the message, a line each; a vendor's model is told. */
  hints?: string[];
  /** It is done as an agent of the workspace: with its tools alone, and by its instructions. */
  custom?: CustomAgent;
  /** What the built-in engine answers where it has nothing to call. */
  cannot?: string;
  /** Another agent had it and handed it over; it is handed over once. */
  isHandedOver?: boolean;
  /** Its answer is material for a later step, not for the user. */
  isInternal?: boolean;
  /** Its result decides which of the steps behind it are begun. */
  decides?: Condition;
  /** It is begun only when that is met, or only when it is not. */
  when?: { step: string; isMet: boolean };
}

/** What one tool call, or the model's own words, added to the answer. */
export interface Part {
  text: string;
  cards: Card[];
  /** Already seen by the user, before a pause for approval. */
  wasShown?: boolean;
}

/** What the trace of a turn keeps of a call. */
export interface ToolCallTrace extends ToolUse {
  ms: number;
}

export interface StepOutcome {
  stepId: string;
  agent: string;
  status: 'done' | 'failed';
  parts: Part[];
  changes: RecordChange[];
  focus: FocusItem[];
  toolCalls: ToolCallTrace[];
  /** What the tools said, word for word: the evidence for every figure. */
  toolTexts: string[];
  /** Facts for later steps. */
  facts: unknown[];
  /** Nothing that it did has made or found anything. */
  isVain?: boolean;
  /** What a condition goes by. */
  decided?: number | boolean;
  /** Of a step that decides: whether its condition is met. */
  isMet?: boolean;
  lastList?: LastList;
  question?: OpenQuestion;
  suggestions: string[];
  modelCalls: number;
  tokens: number;
  /** Why it failed, for people. */
  error?: string;
  isInternal?: boolean;
  /** Told already, when the turn paused for a decision. */
  wasTold?: boolean;
  /** Whose words from outside it has read. */
  taintedBy?: string;
}

/** What a paused step is waiting for, and what it had come to by then. */
export interface Pause {
  approvalId: string;
  outcome: StepOutcome;
}

/** The same, for the answer after the pause: what was told is not told again. */
export function asTold(outcome: StepOutcome): StepOutcome {
  return { ...outcome, wasTold: true, parts: outcome.parts.map((part) => ({ ...part, wasShown: true })) };
}

/** Travels with a step from node to node; each step has its own. */
export interface StepState {
  step: Step;
  /** What the agent does first when its node begins. */
  next: 'think' | 'act';
  /** What was said to begin the turn. */
  message: string;
  messages: BaseMessage[];
  calls: ToolCall[];
  /** The next call to run. */
  index: number;
  /** Calls run so far in all rounds: makes operation ids. */
  runCount: number;
  rounds: number;
  outcome: StepOutcome;
  /** Results of the steps before it, by step id. */
  stepFacts: Record<string, unknown>;
  /** There is no other step: its outcome goes straight to the answer. */
  isOnly: boolean;
  /** Set while a call waits for a decision. */
  proposal?: Proposal & { approvalId: string };
  /** Signatures of calls, against loops. */
  seen: string[];
  /** What the model's last answer lacked, told with its next call where no call of a tool can be answered. */
  correction?: string;
  /** The round in which the model was told what was wrong with its answer: that is done once. */
  correctedAt?: number;
  /** The built-in engine does the step, since the model could not; why, in words. */
  standsInFor?: string;
  /** What is said below the step's answer, whatever it came to. */
  note?: string;
  /** Why the agent's model says that the request is not for its agent. */
  handOver?: string;
  /** Whose words from outside the step has read, or was handed: what it writes from now on is proposed. */
  taintedBy?: string;
}

export interface FinalAnswer {
  text: string;
  cards: Card[];
  suggestions: string[];
}

/** The last value written, from one that is there at the start: LangGraph throws and catches for each that is not. */
function lastValue<T>(first: T) {
  return Annotation<T>({ reducer: (_known, fresh) => fresh, default: () => first });
}

export const TurnState = Annotation.Root({
  message: lastValue(''),
  direct: lastValue<DirectCall | null>(null),
  route: lastValue(''),
  steps: lastValue<Step[]>([]),
  /** Model calls of the supervisor itself. */
  routerCalls: lastValue(0),
  dispatched: lastValue<string[]>([]),
  outcomes: Annotation<Record<string, StepOutcome>>({
    reducer: (known, fresh) => ({ ...known, ...fresh }),
    default: () => ({}),
  }),
  final: lastValue<FinalAnswer | null>(null),
});
export type TurnStateValue = typeof TurnState.State;

export function newStepState(
  step: Step,
  message: string,
  stepFacts: Record<string, unknown>,
  isOnly: boolean,
  taintedBy?: string,
): StepState {
  return {
    step,
    next: step.calls ? 'act' : 'think',
    message,
    messages: [],
    calls: step.calls ?? [],
    index: 0,
    runCount: 0,
    rounds: 0,
    seen: [],
    stepFacts,
    isOnly,
    outcome: {
      stepId: step.id,
      agent: step.agent,
      status: 'done',
      parts: [],
      changes: [],
      focus: [],
      toolCalls: [],
      toolTexts: [],
      facts: [],
      suggestions: [],
      modelCalls: 0,
      tokens: 0,
      ...(step.isInternal && { isInternal: true }),
      ...(taintedBy && { taintedBy }),
    },
    ...(taintedBy && { taintedBy }),
  };
}
