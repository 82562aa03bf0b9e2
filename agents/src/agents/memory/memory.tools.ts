import { ACTIVE, AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { briefFacts } from '@clianta/crm-core/conversations/ai-memory/brief-facts';
import { touchFacts } from '@clianta/crm-core/conversations/ai-memory/settle-facts';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { counted } from '../../tools/format.ts';
import { factsMeant, focusOn, line, subject, subjectOf, theFact } from './facts-meant.ts';

export const remember = defineTool({
  name: 'remember',
  does: 'Remembering that',
  operation: 'create',
  entity: 'aiMemory',
  description: 'Remembers a fact about a person, company, deal, the user or the workspace.',
  input: z.strictObject({
    fact: z.string().describe('A whole sentence'),
    about: subject.describe('Name of the person, company or deal; "me" or "workspace"').optional(),
  }),
  effect: 'ask',
  async propose({ fact }, context): Promise<Proposal | undefined> {
    if (!context.mustPropose) return undefined;
    return {
      title: 'Remember a fact from outside text',
      preview: { count: 1, sample: [{ title: fact }], changes: [] },
      recordIds: [],
    };
  },
  async run({ fact, about }, context): Promise<ToolResult> {
    const subject = await subjectOf(context, about);
    const memories = context.crm.records(AIMemory);
    const known = await memories.find(context.scope, {
      where: [{ field: 'subjectId', op: 'eq', value: subject.id }, ACTIVE],
      limit: 200,
    });
    if (known.records.some((memory) => memory.fact.toLowerCase() === fact.toLowerCase())) {
      return { text: `I know that already: ${fact}`, focus: focusOn(subject), isAnswer: true };
    }
    const record = await memories.create(context.scope, {
      fact,
      subjectEntity: subject.entity,
      subjectId: subject.id,
      subjectTitle: subject.title,
      sourceRef: `turn:${context.turnId}`,
      source: `said by ${context.scope.actor.name}${context.scope.channel ? ` (${context.scope.channel})` : ''}`,
    });
    return {
      text: `I will remember about **${subject.title}**: ${fact}`,
      changes: [{ entity: 'aiMemory', id: record.id, change: 'created' }],
      focus: focusOn(subject),
      suggestions: ['Undo that'],
      isAnswer: true,
    };
  },
});

export const recall = defineTool({
  name: 'recall',
  does: 'Recalling what is known',
  operation: 'list',
  entity: 'aiMemory',
  description:
    'Says what is remembered about someone or something, with where it is from; of nobody in particular, everything.',
  input: z.strictObject({ about: subject.optional(), text: z.string().optional() }),
  effect: 'read',
  async run({ about, text }, context): Promise<ToolResult> {
    if (!about && !text) return everything(context);
    const { subject, memories } = await factsMeant(context, about, text);
    const whom = subject ? `**${subject.title}**` : 'that';
    if (memories.length === 0) {
      return {
        text: `I remember nothing about ${whom} yet.`,
        focus: subject ? focusOn(subject) : [],
        ...(subject && subject.entity !== 'workspace' && { suggestions: [`Show me ${subject.title}`] }),
        isAnswer: true,
      };
    }
    const told = briefFacts(memories);
    await touchFacts(context.crm, told);
    const more = memories.length > told.length ? [`and ${memories.length - told.length} more.`] : [];
    return {
      text: [`What I remember about ${whom}:`, ...told.map((memory) => line(memory, context)), ...more].join(
        '\n',
      ),
      focus: subject ? focusOn(subject) : [],
      isAnswer: true,
      facts: told.map((memory) => memory.fact),
    };
  },
});

async function everything(context: ToolContext): Promise<ToolResult> {
  const { records } = await context.crm
    .records(AIMemory)
    .find(context.scope, { where: [ACTIVE], limit: 100 });
  if (records.length === 0)
    return {
      text: 'I remember nothing yet. Say for example “Remember that Jane prefers mornings”.',
      isAnswer: true,
    };
  const lines = records.map((memory) => `${line(memory, context)} — ${memory.subjectTitle}`);
  return {
    text: [`I remember ${counted(records.length, { one: 'fact', many: 'facts' })}:`, ...lines].join('\n'),
    isAnswer: true,
  };
}

export const correctMemory = defineTool({
  name: 'correct_memory',
  does: 'Correcting what is remembered',
  operation: 'update',
  entity: 'aiMemory',
  description: 'Replaces a remembered fact by the right one.',
  input: z.strictObject({
    about: subject.optional(),
    old: z.string().optional().describe('Words of the fact that is wrong'),
    fact: z.string().describe('The right fact, a whole sentence'),
  }),
  effect: 'write',
  async run({ about, old, fact }, context): Promise<ToolResult> {
    const memory = await theFact(context, about, old, 'correct');
    await context.crm.records(AIMemory).update(context.scope, memory.id, { fact });
    return {
      text: `Corrected. I now remember: ${fact} (before: ${memory.fact})`,
      changes: [{ entity: 'aiMemory', id: memory.id, change: 'updated' }],
      isAnswer: true,
    };
  },
});

export const forget = defineTool({
  name: 'forget',
  does: 'Forgetting that',
  operation: 'delete',
  entity: 'aiMemory',
  description: 'Forgets one remembered fact; asks for approval first.',
  input: z.strictObject({ about: subject.optional(), text: z.string().optional() }),
  effect: 'ask',
  async propose({ about, text }, context): Promise<Proposal | undefined> {
    const memory = await theFact(context, about, text, 'forget');
    return {
      title: 'Forget a fact',
      preview: { count: 1, sample: [{ title: memory.fact, detail: memory.subjectTitle }], changes: [] },
      recordIds: [memory.id],
    };
  },
  async run(_args, context): Promise<ToolResult> {
    const id = context.approvedIds?.[0];
    if (!id) throw new InvalidError('Forgetting needs an approval.');
    const memory = await context.crm.records(AIMemory).delete(context.scope, id);
    return {
      text: `Forgotten: ${memory.fact}`,
      changes: [{ entity: 'aiMemory', id, change: 'deleted' }],
      suggestions: ['Undo that'],
      isAnswer: true,
    };
  },
});
