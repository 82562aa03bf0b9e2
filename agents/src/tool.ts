import type { ApprovalPreview } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Calendar } from '@clianta/crm-core/entity/calendar';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { ApprovalRule } from '@clianta/crm-core/workspace/approval-rule';
import { z } from 'zod';
import type { Catalogue } from './catalogue.ts';
import type { GoOn } from './custom/custom-agent.ts';
import type { Rehearsal } from './graph/turn-runtime.ts';
import type { RemoteCalls } from './remote/remote-tool.ts';
import type { Card } from './reply.schema.ts';
import { shortSchema } from './tool-schema.ts';
import type { RecordChange } from './turn-event.schema.ts';

/** The last list shown: the search that made it, so that "them" can be acted on and a follow-up can go on from it. */
export interface LastList {
  entity: string;
  where?: unknown[];
  anyOf?: unknown[][];
  text?: string;
  sort?: string;
  limit?: number;
  page?: number;
  groupBy?: string;
  countOnly?: boolean;
  /** The records shown, in their order: "the second one". */
  ids?: string[];
  /** Those that were changed since. */
  touched?: string[];
  /** What showed it, when that was no search: a follow-up calls it again, with the filter as this argument. */
  call?: { tool: string; args: Record<string, unknown>; filter: string };
}

/** A question back to the user; the answer repeats the call with the argument filled in, or makes the call of the option. */
export interface ToolQuestion {
  text: string;
  options: QuestionOption[];
  /** Dotted path of the argument that the chosen value goes to; empty when each option is a call. */
  argument: string;
  /** Words of one's own are an answer too: they go to the argument as they are. */
  takesText?: boolean;
  /** What is called with the answer; default: the call that asked. */
  call?: { tool: string; args: Record<string, unknown> };
}

export interface QuestionOption {
  label: string;
  /** Tells it from others of the same label. */
  detail?: string;
  value: string;
  /** What is called when it is chosen; otherwise the call that asked, with the value filled in. */
  call?: { tool: string; args: Record<string, unknown> };
}

/** A question of a conversation that waits for its answer. */
export interface OpenQuestion extends Omit<ToolQuestion, 'call'> {
  /** That of the card which asks it. */
  id: string;
  /** The call that asked. */
  tool: string;
  args: Record<string, unknown>;
  /** What was said since it was asked: something that it is no answer to, or a list with places of its own. */
  since?: 'talk' | 'list';
}

export interface ToolResult {
  /** The facts in words, fit to be shown as the answer. CommonMark. */
  text: string;
  cards?: Card[];
  changes?: RecordChange[];
  /** Records this was about, most important first. */
  focus?: FocusItem[];
  lastList?: LastList;
  question?: ToolQuestion;
  suggestions?: string[];
  /** The text and cards are the whole answer; no model call is needed to word it. */
  isAnswer?: boolean;
  /** Of what was approved: how much of it was done. Default: all. */
  outcome?: 'done' | 'partly' | 'failed';
  /** Facts for another agent's step in a plan. */
  facts?: unknown;
  /** What a condition goes by: how many there are, or whether what was asked is so. */
  decided?: number | boolean;
  /**
   * Whose words the result repeats, when they came from outside: "a mail from jane@acme.example". From then on the step
   * only proposes what it would write.
   */
  isOutside?: string;
  /** The step goes on as this agent of the workspace: with its tools and no others. */
  goOnAs?: GoOn;
}

/** What would happen, worked out without writing; becomes an Approval. */
export interface Proposal {
  /** "Delete 12 contacts". */
  title: string;
  preview: ApprovalPreview;
  /** It takes something away. Default: as the tool's operation says. */
  isDestructive?: boolean;
  /** The records it would touch; only these are touched when it runs. */
  recordIds: string[];
  /** Their versions, in the same order: filled in when the proposal is stored. */
  recordVersions?: number[];
  /** The workspace's rule about it, which says who decides. */
  rule?: ApprovalRule;
}

export interface ToolContext {
  crm: CrmCore;
  scope: Scope;
  /** The instant of the turn; every relative date counts from here. */
  now: Date;
  timeZone: string;
  currency: string;
  locale: string;
  /** Where weeks, quarters and years begin. */
  calendar: Calendar;
  turnId: string;
  conversationId: string;
  focus: readonly FocusItem[];
  /** What was listed last. */
  lastList?: LastList;
  /** When this run was approved: the records that were shown. */
  approvedIds?: readonly string[];
  /** Their versions at that time, by id. */
  approvedVersions?: ReadonlyMap<string, number>;
  /** Results of earlier steps of the plan, by step id. */
  stepFacts: Readonly<Record<string, unknown>>;
  /** Whatever the call would write is proposed, however little: it follows text from outside, or its agent may only suggest. */
  mustPropose: boolean;
  /** Where that text came from, for people. */
  taintedBy?: string;
  /** What there is to do, and the records it is done to. */
  catalogue: Catalogue;
  /** The tool changes something: a name that is only similar is asked about. */
  isWrite?: boolean;
  /** Has an agent of the workspace do something without writing anything; absent outside of turns. */
  rehearse?: (goOn: GoOn) => Promise<Rehearsal>;
  /** Calls tools of MCP servers; absent where their keys cannot be opened. */
  remoteCalls?: RemoteCalls;
  /** There is a model that turns sound into text. */
  canListen?: boolean;
  signal: AbortSignal;
  status(text: string): void;
}

/** What a tool does to records, in the terms that routers, explanations and help share. */
type Operation = 'list' | 'read' | 'create' | 'update' | 'delete' | 'restore' | 'transition' | 'other';

interface Slash<S extends z.ZodObject = z.ZodObject> {
  /** Without the slash. */
  command: string;
  /** The arguments, from what was typed after the command. Default: none. */
  args?(rest: string): z.input<S>;
}

/** Which files a tool takes, by their kind and, of text, by how it begins. */
interface TakesFiles {
  /** What a button says: "Import it". */
  label: string;
  /** Nobody needs to be asked: a file of this kind is for nothing else, and what is made of it can be undone. */
  isAtOnce?: boolean;
  fits(file: { name: string; mime: string }, text: string): boolean;
}

export interface Tool<S extends z.ZodObject = z.ZodObject> {
  /** verb_noun: `move_deal`. */
  name: string;
  /** What it is doing while it runs, for people: "Moving a deal". */
  does: string;
  /** Default `other`. */
  operation?: Operation;
  /** The entity whose records it is about. */
  entity?: string;
  /** What it does and when to use it; the model reads this. */
  description: string;
  input: S;
  /** A command that calls it without any model: `/tasks`. */
  slash?: Slash<S>;
  /** Of a tool of several areas: what this call does, and to which records, where that is not what the tool says. */
  callIs?(args: z.output<S>): Required<Pick<Tool, 'entity' | 'operation'>>;
  /** Clianta alone calls it: no model is shown it, nobody speaks to it. */
  isInternal?: boolean;
  /** The predefined plan that does a call of it which is all of a request: several agents, each its part. */
  plan?(args: z.output<S>): string | undefined;
  /** No custom agent is given it: it makes agents, runs them, or loosens what they may do. */
  staysHome?: boolean;
  /** It writes nothing itself: what it sets going is asked about call by call. */
  isStart?: boolean;
  /** Of what reads: what a condition may go by in the result of such a call, a count or a yes or no. */
  decides?(args: z.output<S>): 'count' | 'answer' | undefined;
  /**
   * Answers, while a record of this kind is what was spoken of last, what is asked and nothing else is made of. The call,
   * with the words of the question in `argument`.
   */
  answersAbout?: { entity: string; argument: keyof z.input<S> & string; args: z.input<S> };
  /** What "stop it" means while a record of this kind is what was spoken of last. */
  stops?: { entity: string; args: z.input<S> };
  /** Files that it is called with when they come without a word: at once, or by a button that says so. */
  takesFiles?: TakesFiles & { argument: keyof z.input<S> & string };
  /** Called without arguments it is shown on a person's home: what is theirs today. */
  isOnHome?: boolean;
  /** `read` is free, `write` runs at once and can be undone, `ask` is decided by `propose`. */
  effect: 'read' | 'write' | 'ask';
  /** Works out whether this call needs approval, without writing. Undefined: it may run at once. */
  propose?(args: z.output<S>, context: ToolContext): Promise<Proposal | undefined>;
  run(args: z.output<S>, context: ToolContext): Promise<ToolResult>;
}

/** A tool is a plain value: zod input, one service call, typed result. */
export function defineTool<S extends z.ZodObject>(tool: Tool<S>): Tool {
  return tool as unknown as Tool;
}

/** A tool as this call of it is: what it does, and to which records. @param args - checked by its input */
export const ofCall = (tool: Tool, args: Record<string, unknown>): Tool =>
  tool.callIs ? { ...tool, ...tool.callIs(args) } : tool;

const schemas = new WeakMap<Tool, Record<string, unknown>>();

/** The input as JSON Schema, for a model's function declaration; made once for each tool. */
export function jsonSchemaOf(tool: Tool): Record<string, unknown> {
  let known = schemas.get(tool);
  if (!known) {
    known = shortSchema(z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' }));
    schemas.set(tool, known);
  }
  return known;
}
