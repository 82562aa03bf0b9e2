import { type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { z } from 'zod';
import { type Slot, slotNamed } from '../../slot.ts';
import { defineTool, type QuestionOption, type ToolContext, type ToolResult } from '../../tool.ts';
import { capitalize, nameInWords } from '../../tools/format.ts';

/** Buttons below a question; whatever else there is can be said. */
const MOST = 6;

export const askMissing = defineTool({
  name: 'ask_missing',
  does: 'Asking for what is missing',
  description: 'Asks for the one argument that a call lacks, with what it can be as buttons. Runs nothing.',
  input: z.strictObject({
    tool: z.string().describe('The tool that would be called'),
    args: z.record(z.string(), z.unknown()).default({}).describe('What is known of the call'),
    argument: z.string().describe('What it lacks'),
    reason: z.string().describe('What was understood, in a sentence'),
  }),
  isInternal: true,
  effect: 'read',
  async run({ tool, args, argument, reason }, context): Promise<ToolResult> {
    const input = context.catalogue.tool(tool)?.tool.input;
    const slot = (input && slotNamed(input, argument)) ?? { kind: 'text' };
    const entity = 'entity' in slot ? context.catalogue.entities.get(slot.entity) : undefined;
    const options = await optionsOf(context, slot, entity);
    if (slot.kind === 'record' && entity && options.length === 0)
      return { text: `${reason} There are no ${entity.label.many} yet.`, isAnswer: true };
    const text = `${reason} ${questionOf(slot, entity, argument)}`.trim();
    return {
      text,
      question: { text, options, argument, takesText: TAKES_TEXT.has(slot.kind), call: { tool, args } },
      isAnswer: true,
    };
  },
});

/** What the tool itself finds by its name, or keeps as it is said. */
const TAKES_TEXT: ReadonlySet<Slot['kind']> = new Set(['record', 'person', 'subject', 'teammate', 'text']);

function questionOf(slot: Slot, entity: Entity | undefined, argument: string): string {
  switch (slot.kind) {
    case 'record':
      return entity ? `Which ${entity.label.one}?` : 'Which one?';
    case 'subject':
    case 'person':
      return 'Whom or what is it about?';
    case 'teammate':
      return 'Who of the team?';
    case 'stage':
      return 'Which stage?';
    case 'moment':
    case 'day':
      return 'When?';
    case 'option':
      return 'Which of these?';
    case 'number':
    case 'money':
    case 'percent':
      return 'How much?';
    default:
      return `What is the ${nameInWords(argument)}?`;
  }
}

/** What it can be: the records that were changed last, the team, the stages, the choices. */
async function optionsOf(
  context: ToolContext,
  slot: Slot,
  entity: Entity | undefined,
): Promise<QuestionOption[]> {
  const { crm, scope } = context;
  if (slot.kind === 'record' && entity) {
    const { records } = await crm.records(entity).find(scope, { limit: MOST, sort: '-updatedAt' });
    return records.map((record) => ({ label: titleOf(entity, record), value: record.id }));
  }
  if (slot.kind === 'teammate') {
    const { records } = await crm.records(TeamMember).find(scope, { limit: MOST, sort: 'name' });
    return records.map(({ name, userId }) => ({ label: name, value: userId }));
  }
  if (slot.kind === 'option')
    return slot.options
      .slice(0, MOST)
      .map((option) => ({ label: capitalize(nameInWords(option)), value: option }));
  return [];
}
