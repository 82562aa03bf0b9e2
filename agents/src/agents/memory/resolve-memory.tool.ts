import type { AIMemoryRecord } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { keepBoth, keepOne } from '@clianta/crm-core/conversations/ai-memory/settle-facts';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { factsMeant } from './facts-meant.ts';
import { pairsOf } from './review-memory.tool.ts';

const words = (what: string) => z.string().trim().min(1).max(1000).describe(what).optional();

export const resolveMemory = defineTool({
  name: 'resolve_memory',
  does: 'Settling what is remembered',
  operation: 'update',
  entity: 'aiMemory',
  description:
    'Settles which of two remembered facts that contradict each other holds; the other is kept as superseded.',
  input: z.strictObject({
    keep: words('Words of the fact that holds'),
    drop: words('Words of the fact that does not hold'),
    alsoKeep: words('Words of the other fact, where both hold'),
  }),
  effect: 'write',
  async run({ keep, drop, alsoKeep }, context): Promise<ToolResult> {
    const kept = keep ? await factWith(context, keep, 'keep') : undefined;
    const other = alsoKeep ? await factWith(context, alsoKeep, 'alsoKeep') : undefined;
    if (kept && other) {
      const record = await keepBoth(context.crm, context.scope, kept, other);
      return {
        text: `Both hold: ${kept.fact}. ${other.fact}. I will not ask again.`,
        changes: [{ entity: 'aiMemory', id: record.id, change: 'updated' }],
        suggestions: ['Undo that'],
        isAnswer: true,
      };
    }
    const dropped = drop ? await factWith(context, drop, 'drop') : undefined;
    const [holds, not] = await pairOf(context, kept, dropped);
    const record = await keepOne(context.crm, context.scope, holds, not);
    return {
      text: `Settled: ${holds.fact}. I keep “${not.fact}” only as what was thought before.`,
      changes: [{ entity: 'aiMemory', id: record.id, change: 'updated' }],
      suggestions: ['Undo that'],
      isAnswer: true,
    };
  },
});

/** Which holds and which does not; of one alone the other is what contradicts it. */
async function pairOf(
  context: ToolContext,
  kept: AIMemoryRecord | undefined,
  dropped: AIMemoryRecord | undefined,
): Promise<[holds: AIMemoryRecord, not: AIMemoryRecord]> {
  if (kept && dropped && kept.id !== dropped.id) return [kept, dropped];
  const one = kept ?? dropped;
  if (!one) throw new InvalidError('Say which of two facts holds, in some of its words.');
  const { memories } = await factsMeant(context, undefined, undefined);
  const others = pairsOf(memories)
    .filter((pair) => pair.some(({ id }) => id === one.id))
    .flatMap((pair) => pair.filter(({ id }) => id !== one.id));
  const [other] = others;
  if (!other)
    throw new InvalidError(
      `Nothing contradicts “${one.fact}”. To change it say what is right, to remove it “forget that ${one.fact}”.`,
    );
  if (others.length > 1)
    throw new AskBack({
      text: `What of these is not so?`,
      options: others.map(({ fact }) => ({ label: fact, value: fact })),
      argument: kept ? 'drop' : 'keep',
    });
  return kept ? [kept, other] : [other, one];
}

/** @throws AskBack when the words fit several */
async function factWith(
  context: ToolContext,
  text: string,
  argument: 'keep' | 'drop' | 'alsoKeep',
): Promise<AIMemoryRecord> {
  const { memories } = await factsMeant(context, undefined, text);
  const exact = memories.filter(({ fact }) => fact.toLowerCase() === text.toLowerCase());
  const [only, ...more] = exact.length > 0 ? exact : memories;
  if (!only) throw new InvalidError(`I remember nothing with “${text}”.`);
  if (more.length === 0) return only;
  throw new AskBack({
    text: 'Which of these do you mean?',
    options: memories.slice(0, 6).map(({ fact }) => ({ label: fact, value: fact })),
    argument,
  });
}
