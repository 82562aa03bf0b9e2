import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { formFor } from '../../tools/form-card.ts';

export const offerForm = defineTool({
  name: 'offer_form',
  does: 'Asking for what is missing',
  description:
    'Asks for what a new record needs, with a form to fill in, when one is to be added and nothing is said of it. Adds none.',
  input: z.strictObject({
    tool: z.string().describe('The tool that would add it'),
    reason: z.string().describe('The question, in a sentence'),
  }),
  isInternal: true,
  effect: 'read',
  async run({ tool, reason }, { catalogue }): Promise<ToolResult> {
    const name = catalogue.tool(tool)?.tool.entity;
    const entity = name ? catalogue.entities.get(name) : undefined;
    const form = entity && formFor(catalogue, entity);
    return { text: reason, ...(form && { cards: [form] }), isAnswer: true };
  },
});
