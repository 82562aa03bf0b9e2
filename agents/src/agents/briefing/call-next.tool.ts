import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { show, titlesFor } from '../../tools/present.ts';
import { listShown } from '../../tools/table-card.ts';
import { whoseOf, whoseShape } from '../../tools/whose.ts';
import { peopleToCall, SILENT_DAYS } from './people-to-call.ts';

/** People that are named when nobody says how many. */
const USUAL = 5;
const COLUMNS = ['companyId', 'phone'] as const;

export const callNext = defineTool({
  name: 'call_next',
  does: 'Looking for whom to call',
  slash: { command: 'next' },
  description:
    'Whom to call or get in touch with next, and why: overdue calls, follow-ups that are due, then people of open deals who have not been spoken to for long.',
  input: z.strictObject({
    count: z.number().int().min(1).max(20).optional().describe(`How many; default ${USUAL}`),
    whose: whoseShape.optional(),
  }),
  effect: 'read',
  async run({ count = USUAL, whose: name }, context): Promise<ToolResult> {
    const whose = await whoseOf(context, name);
    const all = await peopleToCall(context, whose);
    const shown = all.slice(0, count);
    const [first] = shown;
    if (!first) {
      const text = `Nobody has to be called now: no call or follow-up is due, and everybody with an open deal was spoken to in the last ${SILENT_DAYS} days.`;
      return { text, isAnswer: true };
    }
    const people = shown.flatMap(({ contact }) => contact ?? []);
    const titles = await titlesFor(context, Contact, people);
    const fields = COLUMNS.flatMap((column) => Contact.fields.find((field) => field.name === column) ?? []);
    const more = shown.length - 1;
    const rest =
      more > 0 ? ` After that ${counted(more, { one: 'more is', many: 'more are' })} in the table.` : '';
    return {
      text: `Call **${first.name}** next: ${first.why}.${rest}`,
      cards: [
        {
          type: 'table',
          title: 'To call next',
          columns: [
            { key: 'name', label: 'Who' },
            ...fields.map((field) => ({ key: field.name, label: field.label ?? field.name })),
            { key: 'why', label: 'Why' },
          ],
          rows: shown.map(({ contact, name: who, why }) => ({
            ...(contact && { entity: Contact.name, id: contact.id }),
            cells: {
              name: who,
              ...Object.fromEntries(
                fields.map((field) => [
                  field.name,
                  contact ? show(field, { ...contact }, titles, context) : '',
                ]),
              ),
              why,
            },
          })),
          count: all.length,
        },
      ],
      focus: people.map((contact) => focusOf(Contact, contact)),
      ...(people.length > 0 && { lastList: listShown(Contact, people) }),
      isAnswer: true,
    };
  },
});
