import { AIMemory, type AIMemoryRecord } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { anyRecord } from '../../tools/any-record.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { counted, formatDay } from '../../tools/format.ts';

interface Subject {
  /** The name of an entity. */
  entity: string;
  id: string;
  title: string;
}

/** Whom or what a fact is about. Without a name: the workspace; "me": the user. */
async function subjectOf(context: ToolContext, about: string | undefined): Promise<Subject> {
  if (!about || /^(us|we|our company|(the |this |our )?workspace|everyone)$/i.test(about)) {
    return { entity: 'workspace', id: context.scope.workspaceId, title: 'the workspace' };
  }
  if (/^(me|i|my|myself)$/i.test(about)) {
    return { entity: 'user', id: context.scope.actor.id, title: context.scope.actor.name };
  }
  const record = await anyRecord(context, about, 'about');
  if (record) return record;
  throw new InvalidError(`I know no person, company or deal called “${about}”.`);
}

const focusOn = (subject: Subject) =>
  subject.entity === 'workspace' || subject.entity === 'user'
    ? []
    : [{ entity: subject.entity, id: subject.id, title: subject.title }];

/** Whom or what something is about. */
const subject = slot({ kind: 'subject' }, z.string());

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
      where: [{ field: 'subjectId', op: 'eq', value: subject.id }],
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

async function find(
  context: ToolContext,
  about: string | undefined,
  text: string | undefined,
): Promise<{ subject?: Subject; memories: AIMemoryRecord[] }> {
  const subject = about ? await subjectOf(context, about) : undefined;
  const { records } = await context.crm.records(AIMemory).find(context.scope, {
    ...(subject && { where: [{ field: 'subjectId', op: 'eq', value: subject.id }] }),
    ...(text && { search: text }),
    limit: 50,
  });
  return { ...(subject && { subject }), memories: records };
}

const line = (memory: AIMemoryRecord, context: ToolContext) =>
  `- ${memory.fact} *(${memory.source}, ${formatDay(memory.createdAt, context)})*`;

export const recall = defineTool({
  name: 'recall',
  does: 'Recalling what is known',
  operation: 'list',
  entity: 'aiMemory',
  description: 'Says what is remembered about someone or something, with where it is from.',
  input: z.strictObject({ about: subject.optional(), text: z.string().optional() }),
  effect: 'read',
  async run({ about, text }, context): Promise<ToolResult> {
    const { subject, memories } = await find(context, about, text);
    const whom = subject ? `**${subject.title}**` : 'that';
    if (memories.length === 0) {
      return {
        text: `I remember nothing about ${whom} yet.`,
        focus: subject ? focusOn(subject) : [],
        ...(subject && subject.entity !== 'workspace' && { suggestions: [`Show me ${subject.title}`] }),
        isAnswer: true,
      };
    }
    return {
      text: [`What I remember about ${whom}:`, ...memories.map((memory) => line(memory, context))].join('\n'),
      focus: subject ? focusOn(subject) : [],
      isAnswer: true,
      facts: memories.map((memory) => memory.fact),
    };
  },
});

export const listMemories = defineTool({
  name: 'list_memories',
  does: 'Looking at what is remembered',
  operation: 'list',
  entity: 'aiMemory',
  description: 'Lists everything that is remembered in this workspace.',
  input: z.strictObject({}),
  effect: 'read',
  async run(_args, context): Promise<ToolResult> {
    const { records } = await context.crm.records(AIMemory).find(context.scope, { limit: 100 });
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
  },
});

async function theOne(
  context: ToolContext,
  about: string | undefined,
  text: string | undefined,
  what: string,
): Promise<AIMemoryRecord> {
  const { memories } = await find(context, about, text);
  if (memories.length === 0)
    throw new InvalidError(`I remember nothing like that, so there is nothing to ${what}.`);
  const only = memories.length === 1 ? memories[0] : undefined;
  if (only) return only;
  throw new AskBack({
    text: `Which of these shall I ${what}?`,
    options: memories.slice(0, 6).map((memory) => ({ label: memory.fact, value: memory.fact })),
    argument: what === 'forget' ? 'text' : 'old',
  });
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
    const memory = await theOne(context, about, old, 'correct');
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
    const memory = await theOne(context, about, text, 'forget');
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
