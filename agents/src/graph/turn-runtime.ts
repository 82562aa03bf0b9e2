import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { BaseMessage } from '@langchain/core/messages';
import type { RunnableConfig } from '@langchain/core/runnables';
import type { Catalogue } from '../catalogue.ts';
import type { LanguageContext } from '../models/embedded/language-context.ts';
import type { Models } from '../models/models.ts';
import type { TurnEvent } from '../turn-event.schema.ts';
import type { TimeLimits } from './guards.ts';

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
  /** What was said just before; empty for a model that does not read it. */
  earlier: Promise<BaseMessage[]>;
  isTainted: boolean;
  limits: TimeLimits;
  /** Aborted when the time of the turn, or of the step, is over. */
  signal: AbortSignal;
  emit(event: TurnEvent): void;
  /** Writes the turn's checkpoints down; called before anything is changed. */
  persist(): Promise<void>;
}

export interface TurnContext extends Record<string, unknown> {
  runtime: TurnRuntime;
}

export function runtimeOf(config: RunnableConfig | undefined): TurnRuntime {
  const context = (config as { context?: TurnContext } | undefined)?.context;
  if (!context) throw new Error('The graph was run without its runtime.');
  return context.runtime;
}
