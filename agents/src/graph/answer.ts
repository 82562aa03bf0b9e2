import type { Card } from '../reply.schema.ts';
import type { RecordChange } from '../turn-event.schema.ts';
import type { FinalAnswer, Part, StepOutcome, TurnStateValue } from './state.ts';
import { type NodeConfig, runtimeOf, type TurnRuntime } from './turn-runtime.ts';
import { claimsChange, confirmedChanges, hasUntoldWrites, safeText, unsupportedFigures } from './verify.ts';

/** Answers once every step is done. */
export async function answer(state: TurnStateValue, config: NodeConfig): Promise<Answered> {
  const outcomes = state.steps.flatMap((step) => state.outcomes[step.id] ?? []);
  return compose(state.message, outcomes, runtimeOf(config), progressOf(state));
}

/** How the steps of a plan went, where not all of them went well. */
function progressOf({ steps, outcomes }: Pick<TurnStateValue, 'steps' | 'outcomes'>): Card[] {
  const hasFailed = steps.some(({ id }) => outcomes[id]?.status === 'failed');
  if (steps.length < 2 || !hasFailed) return [];
  const told = steps.map(({ id, title }) => {
    const { status = 'done', error } = outcomes[id] ?? {};
    return { id, title, state: status, ...(error && { detail: error }) };
  });
  return [{ type: 'progress', title: 'How it went', steps: told }];
}

interface Answered {
  final: FinalAnswer;
  /** As they stand after the check, by step id. */
  outcomes: Record<string, StepOutcome>;
}

/** Puts the steps' outcomes together and checks every claim before anything is shown as the answer. */
export async function compose(
  message: string,
  outcomes: readonly StepOutcome[],
  runtime: TurnRuntime,
  also: readonly Card[] = [],
): Promise<Answered> {
  const checked: Record<string, StepOutcome> = {};
  const parts: Part[] = [];
  for (const outcome of outcomes) {
    const { confirmed, missing } = await confirmedChanges(runtime, outcome.changes);
    checked[outcome.stepId] = { ...outcome, changes: confirmed };
    if (missing.length > 0 && !outcome.wasTold) {
      parts.push({
        text: 'I could not confirm that change in the audit log, so please check it before you rely on it.',
        cards: [],
      });
    } else if (!outcome.isInternal) {
      parts.push(...shownParts(outcome, confirmed, message));
    }
    if (outcome.status === 'failed' && !outcome.wasTold) {
      const all = outcomes.flatMap(({ changes }) => changes);
      const hasMore = await hasUntoldWrites(runtime, all);
      parts.push({ text: failureText(outcome, outcomes.length > 1, hasMore), cards: [] });
    }
  }
  const { allowedLinkHosts } = await runtime.crm.facts(runtime.scope.workspaceId);
  const text = safeText(
    parts
      .map((part) => part.text)
      .filter(Boolean)
      .join('\n\n'),
    [...allowedLinkHosts, runtime.crm.links.host, ...runtime.crm.integrations.linkHosts],
  );
  const final: FinalAnswer = {
    text,
    cards: [...parts.flatMap((part) => part.cards), ...also],
    suggestions: [...new Set(outcomes.flatMap((outcome) => outcome.suggestions))].slice(0, 4),
  };
  for (const delta of chunks(final.text)) runtime.emit({ type: 'text', delta });
  for (const card of final.cards) runtime.emit({ type: 'card', card });
  return { final, outcomes: checked };
}

/** What the user has not seen yet. A model's own wording stands only as far as the tools and the audit log bear it out. */
function shownParts(outcome: StepOutcome, changes: readonly RecordChange[], message: string): Part[] {
  const fresh = outcome.parts.filter((part) => !part.wasShown);
  const said = new Set(outcome.toolTexts);
  const evidence = [message, ...outcome.toolTexts, JSON.stringify(fresh.flatMap((part) => part.cards))].join(
    '\n',
  );
  return fresh.map((part) => {
    if (said.has(part.text)) return part;
    const isInvented = outcome.toolCalls.length > 0 && unsupportedFigures(part.text, evidence).length > 0;
    const isUnfounded = changes.length === 0 && claimsChange(part.text);
    if (!isInvented && !isUnfounded) return part;
    return {
      ...part,
      text: outcome.toolTexts.join('\n\n') || 'I have changed nothing. Please say again what I should do.',
    };
  });
}

/** @param hasMore - something was written that is not told */
function failureText(outcome: StepOutcome, isPlan: boolean, hasMore: boolean): string {
  const done = hasMore
    ? ' Something was changed before that: look at it in the audit log, or say “undo that”.'
    : outcome.changes.length > 0
      ? ' What is listed above was done before that.'
      : ' Nothing was changed by it.';
  const what = isPlan ? `One part of this is missing (${outcome.agent}): ` : 'I could not finish this. ';
  return `${what}${outcome.error ?? 'Something went wrong.'}${done}`;
}

/** Pieces of a few words, so that a channel can show the text as it comes. */
function chunks(text: string): string[] {
  return text.match(/(?:\S+\s*){1,6}/g) ?? [];
}
