import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { z } from 'zod';
import type { Catalogue } from '../catalogue.ts';
import type { GoOn } from '../custom/custom-agent.ts';
import type { LanguageContext } from '../language/language-context.ts';
import type { Earlier } from '../memory/earlier-turns.ts';
import type { Models } from '../models/models.ts';
import type { RemoteCalls } from '../remote/remote-tool.ts';
import type { TurnEvent } from '../turn-event.schema.ts';
import type { TimeLimits } from './guards.ts';

/** The agents that a message is likely for, likeliest first; probabilities from 0 to 1. */
export type Likeliest = (message: string) => ReadonlyArray<{ agent: string; probability: number }>;

/** What a custom agent would do. */
export interface Rehearsal {
  /** What it would call, in order; what was refused is left out. */
  tools: string[];
  text: string;
}

/** What a turn needs that is no part of its saved state: services, clock, and where events go. */
export interface TurnRuntime {
  crm: CrmCore;
  models: Models;
  catalogue: Catalogue;
  scope: Scope;
  turnId: string;
  conversationId: string;
  now: Date;
  locale: string;
  language: LanguageContext;
  /** Absent: the router model is offered every agent. */
  likeliest?: Likeliest;
  /** What was said just before; empty for a model that does not read it. */
  earlier: Promise<Earlier>;
  /** Calls tools of MCP servers; absent where their keys cannot be opened. */
  remoteCalls?: RemoteCalls;
  isTainted: boolean;
  limits: TimeLimits;
  /** Aborted when the time of the turn, or of the step, is over. */
  signal: AbortSignal;
  /** Has a custom agent do something without writing anything. Absent in a rehearsal. */
  rehearse?(goOn: GoOn, node: string): Promise<Rehearsal>;
  emit(event: TurnEvent): void;
  /** Writes the turn's checkpoints down; called before anything is changed. */
  persist(): Promise<void>;
}

/** The graph's context: it is handed to every node, and no part of the saved state. */
export const turnContext = z.object({ runtime: z.custom<TurnRuntime>((value) => value !== undefined) });

export type NodeConfig = LangGraphRunnableConfig<z.output<typeof turnContext>>;

/** The turn's runtime, telling its events by the graph's own stream. @throws Error when the graph was run without one */
export function runtimeOf(config: NodeConfig | undefined): TurnRuntime {
  const runtime = config?.context?.runtime;
  if (!runtime) throw new Error('The graph was run without its runtime.');
  const { writer } = config ?? {};
  return writer ? { ...runtime, emit: (event) => writer(event) } : runtime;
}
