import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDate, listed } from '../../tools/format.ts';
import { worthInWords } from '../../tools/money-words.ts';
import { listShown } from '../../tools/table-card.ts';
import { whoseOf, whoseShape } from '../../tools/whose.ts';
import { type Agenda, AHEAD_DAYS, daysOf, daysWithin, readAgenda } from './agenda.ts';
import { sectionsOf } from './agenda-sections.ts';
import type { Some } from './some-of.ts';

export const dayAgenda = defineTool({
  name: 'day_agenda',
  does: 'Looking at the day',
  isOnHome: true,
  slash: { command: 'today', args: (rest) => (rest ? { person: rest } : {}) },
  description:
    'What is on somebody\'s plate on a day (default: mine, today): overdue and due tasks, meetings, follow-ups, deals that slip or are to close. "What is on my plate", "what does Akira\'s Friday look like".',
  input: z.strictObject({
    person: whoseShape.optional(),
    day: slot({ kind: 'day' }, z.string())
      .optional()
      .describe('A day such as 2026-03-31, or "today+1d"; default today'),
    until: z.string().optional().describe('The last day, for a week or another period'),
    period: slot({ kind: 'span' }, z.object({ from: z.string(), to: z.string() }))
      .optional()
      .describe('A week or another period instead of a day; `to` is not part of it'),
  }),
  effect: 'read',
  async run({ person, day, until, period }, context): Promise<ToolResult> {
    const days = period ? daysWithin(context, period) : daysOf(context, day, until);
    const whose = await whoseOf(context, person, 'person');
    const found = await readAgenda(context, whose, days);
    const title = `${days.isToday ? 'Today' : days.words.replace(/^(on|from) /, '')}${whose.isMe ? '' : `: ${whose.name}`}`;
    const tasks = [...found.overdue.records, ...found.due.records];
    const first = tasks[0];
    const counts = countsInWords(context, found);
    if (counts.length === 0) {
      const plate = whose.isMe ? 'your plate' : `${whose.name.replace(/^The/, 'the')}’s plate`;
      const text = `Nothing is on ${plate} ${days.words}: no tasks, meetings or follow-ups, and no deal that should close.`;
      return { text, isAnswer: true };
    }
    const due = first?.dueAt ? ` (due ${formatDate(first.dueAt, context)})` : '';
    const start = first ? ` Start with **${first.title}**${due}.` : '';
    return {
      text: `${whose.have} ${listed(counts)} ${days.words}.${start}`,
      cards: [{ type: 'brief', title, sections: await sectionsOf(context, whose, days, found) }],
      focus: [
        ...tasks.map((task) => focusOf(Task, task)),
        ...found.followUps.records.map((contact) => focusOf(Contact, contact)),
        ...found.slipped.records.map((deal) => focusOf(Opportunity, deal)),
      ].slice(0, 12),
      ...(tasks.length > 0 && { lastList: listShown(Task, tasks) }),
      isAnswer: true,
    };
  },
});

function countsInWords(context: ToolContext, found: Agenda): string[] {
  const meetings = found.meetings.length + found.planned.count + found.logged.count;
  const closing = found.isAhead ? ` closing within ${AHEAD_DAYS} days` : ' expected to close';
  // of more than are read, the worth would be that of some of them
  const worth = ({ count, records }: Some<typeof Opportunity>) =>
    count === records.length ? ` (${worthInWords(context, records)})` : '';
  const all: Array<[number, string]> = [
    [found.overdue.count, counted(found.overdue.count, { one: 'overdue task', many: 'overdue tasks' })],
    [found.due.count, `${counted(found.due.count, Task.label)} due`],
    [meetings, counted(meetings, { one: 'meeting', many: 'meetings' })],
    [
      found.followUps.count,
      counted(found.followUps.count, { one: 'person to follow up with', many: 'people to follow up with' }),
    ],
    [
      found.slipped.count,
      `${counted(found.slipped.count, Opportunity.label)} past the close date${worth(found.slipped)}`,
    ],
    [
      found.toClose.count,
      `${counted(found.toClose.count, Opportunity.label)}${closing}${worth(found.toClose)}`,
    ],
  ];
  return all.flatMap(([count, words]) => (count > 0 ? [words] : []));
}
