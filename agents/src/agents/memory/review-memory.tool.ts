import type { AIMemoryRecord } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { confidenceAt, DOUBTFUL } from '@clianta/crm-core/conversations/ai-memory/confidence';
import { contradictionsOf } from '@clianta/crm-core/conversations/ai-memory/contradictions';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolQuestion, type ToolResult } from '../../tool.ts';
import { counted } from '../../tools/format.ts';
import { factsMeant, focusOn, line, subject } from './facts-meant.ts';

const MOST_SHOWN = 10;

export const reviewMemory = defineTool({
  name: 'review_memory',
  does: 'Looking for what does not fit together',
  operation: 'read',
  entity: 'aiMemory',
  description:
    'Shows remembered facts that contradict each other, and those that are doubtful, about someone or in all; asks which of two holds.',
  input: z.strictObject({
    about: subject.describe('Name of the person, company or deal; "me" or "workspace"').optional(),
  }),
  effect: 'read',
  async run({ about }, context): Promise<ToolResult> {
    const { subject: whom, memories } = await factsMeant(context, about, undefined);
    const pairs = pairsOf(memories);
    const doubtful = memories.filter((fact) => confidenceAt(fact, context.now) < DOUBTFUL);
    const of = whom ? ` about **${whom.title}**` : '';
    const lines = [
      ...(pairs.length > 0
        ? [
            `${counted(pairs.length, { one: 'pair of facts', many: 'pairs of facts' })}${of} contradict:`,
            ...pairs.slice(0, MOST_SHOWN).flatMap((pair) => [pairInWords(pair, context)]),
          ]
        : []),
      ...(doubtful.length > 0
        ? [
            `Doubtful${of}, as nobody said it and it has not been used for long:`,
            ...doubtful.slice(0, MOST_SHOWN).map((fact) => line(fact, context)),
          ]
        : []),
    ];
    const [first] = pairs;
    return {
      text: lines.length > 0 ? lines.join('\n') : `Nothing that I remember${of} contradicts or is in doubt.`,
      ...(first && { question: whichHolds(first) }),
      focus: whom ? focusOn(whom) : [],
      isAnswer: true,
    };
  },
});

/** Only facts about the same are compared. */
export function pairsOf(facts: readonly AIMemoryRecord[]): Array<[AIMemoryRecord, AIMemoryRecord]> {
  const oldestFirst = facts.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const subjects = new Set(facts.map(({ subjectId }) => subjectId));
  return [...subjects].flatMap((id) =>
    contradictionsOf(oldestFirst.filter(({ subjectId }) => subjectId === id)),
  );
}

const pairInWords = ([older, newer]: readonly [AIMemoryRecord, AIMemoryRecord], context: ToolContext) =>
  `${line(older, context)}\n  ${line(newer, context).replace(/^- /, 'but: ')}`;

function whichHolds([older, newer]: readonly [AIMemoryRecord, AIMemoryRecord]): ToolQuestion {
  const choice = (label: string, args: Record<string, string>) => ({
    label,
    value: label,
    call: { tool: 'resolve_memory', args },
  });
  return {
    text: `Which of the two holds about ${newer.subjectTitle}?`,
    options: [
      choice(newer.fact, { keep: newer.fact, drop: older.fact }),
      choice(older.fact, { keep: older.fact, drop: newer.fact }),
      choice('Both', { keep: newer.fact, alsoKeep: older.fact }),
    ],
    argument: '',
  };
}
