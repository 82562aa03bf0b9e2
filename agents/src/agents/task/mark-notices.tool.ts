import { markNotices as mark } from '@clianta/crm-core/conversations/notice/mark-notices';
import { Notice, type NoticeRecord, UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { counted, formatDate } from '../../tools/format.ts';

const MOST = 200;
const OFFERED = 5;
const ALL = 'all';
const NOTICES = { one: 'notice', many: 'notices' };

export const markNotices = defineTool({
  name: 'mark_notices',
  does: 'Marking your notices',
  description:
    'Marks own notices as read or done, or snoozes them until a time; a day alone means 9:00. `notice`: words of its title, or "all" for every unread one.',
  input: z.strictObject({
    notice: z.string().max(300).optional().describe('Words of the title, or "all"'),
    state: z.enum(['read', 'done', 'unread']).optional().describe('Default: done'),
    until: slot({ kind: 'moment' }, z.string())
      .optional()
      .describe('Snoozes until then: ISO 8601 or "tomorrow"'),
  }),
  effect: 'write',
  async run({ notice, state = 'done', until }, context): Promise<ToolResult> {
    const at = until === undefined ? undefined : later(context, until);
    const wanted = await meant(context, notice);
    if (wanted.length === 0) return { text: 'You have no unread notices.', isAnswer: true };
    await mark(
      context.crm,
      context.scope,
      wanted.map(({ id }) => id),
      { state: at ? 'unread' : state, until: at },
    );
    const [first] = wanted;
    const which = wanted.length === 1 ? `**${first?.title}**` : counted(wanted.length, NOTICES);
    const what = at ? `Snoozed until ${formatDate(at, context)}: ${which}.` : `Marked as ${state}: ${which}.`;
    return { text: what, isAnswer: true, suggestions: ['Show my notices'] };
  },
});

function later(context: ToolContext, text: string): Date {
  const at = parseInstant(text, context);
  if (!at) throw new InvalidError(`“${text}” is not a time that I understand. Try “Monday”.`);
  if (at <= context.now) throw new InvalidError('That is past. Say a later time.');
  return at;
}

/** The notices that are meant. @throws AskBack when several could be */
async function meant({ crm, scope }: ToolContext, words: string | undefined): Promise<NoticeRecord[]> {
  const where = [{ field: 'userId', op: 'eq' as const, value: scope.actor.id }, ...UNREAD];
  const { records } = await crm.records(Notice).find(scope, { where, sort: '-at', limit: MOST });
  if (words === ALL || records.length <= 1) return records;
  const wanted = fold(words ?? '');
  const found = records.filter(({ id, title }) => id === words || fold(title).includes(wanted));
  if (found.length === 1) return found;
  if (found.length === 0) throw new InvalidError(`None of your unread notices is about “${words}”.`);
  throw new AskBack({
    text: 'Which notice do you mean?',
    options: [
      { label: `All ${records.length}`, value: ALL },
      ...found.slice(0, OFFERED).map(({ id, title }) => ({ label: title.slice(0, 80), value: id })),
    ],
    argument: 'notice',
  });
}
