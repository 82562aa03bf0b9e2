import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { counted } from '../../tools/format.ts';
import { PERSON_FIELDS } from './extract/found.ts';
import { saidOf } from './people-changes.ts';
import { peopleOf, sourceShape } from './people-of.ts';

const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  jobTitle: 'Job title',
  company: 'Company',
  email: 'E-mail',
  phone: 'Phone',
  domain: 'Domain',
  city: 'City',
  country: 'Country',
};

export const extractRecords = defineTool({
  name: 'extract_records',
  does: 'Reading people out of a text',
  description:
    'Shows who is in a pasted text or an attached file: a signature, notes, a list, a contact card, a photo of a card; or in the newest mail of somebody. Only what stands there; nothing is saved.',
  input: z.strictObject(sourceShape),
  effect: 'read',
  takesFiles: {
    argument: 'file',
    label: 'Read who is in it',
    fits: ({ mime }) => mime === 'text/vcard' || /^image\/(?!svg)/.test(mime),
  },
  async run(args, context): Promise<ToolResult> {
    const { people, source } = await peopleOf(context, args);
    const columns = PERSON_FIELDS.filter((field) => people.some((person) => person[field]));
    return {
      text: `I read ${counted(people.length, { one: 'person', many: 'people' })} in it; what is not said there is left out.`,
      cards: [
        {
          type: 'table',
          title: 'Found in the text',
          columns: columns.map((key) => ({ key, label: LABELS[key] ?? key })),
          rows: people.map((person) => ({
            cells: Object.fromEntries(columns.map((field) => [field, saidOf(person, field)])),
          })),
          count: people.length,
        },
      ],
      question: {
        text: 'Shall I save them?',
        argument: '',
        options: [
          {
            label: people.length === 1 ? 'Save it' : 'Save them',
            value: 'save',
            call: { tool: 'save_records', args },
          },
        ],
      },
      isOutside: source,
      isAnswer: true,
    };
  },
});
