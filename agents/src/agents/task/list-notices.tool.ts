import { Notice, type NoticeRecord, UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import { NoticeDelivery } from '@clianta/crm-core/conversations/notice/notice-delivery.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { channelName, KIND_NAMES, kindOf } from './notice-words.ts';

const MOST = 20;
const EXPLAINED = 3;

const SHOWN = {
  unread: { where: UNREAD, words: 'unread' },
  snoozed: { where: [{ field: 'snoozedUntil', op: 'is_set' as const }], words: 'snoozed' },
  done: { where: [{ field: 'state', op: 'eq' as const, value: 'done' }], words: 'done' },
  all: { where: [], words: 'kept' },
} satisfies Record<string, { where: Condition[]; words: string }>;

const STATUS = {
  waiting: 'waits until',
  digest: 'comes with the digest',
  sent: 'told',
  skipped: 'not told',
  failed: 'not taken',
} as const;

export const listNotices = defineTool({
  name: 'list_notices',
  does: 'Looking at your notices',
  slash: { command: 'inbox' },
  description:
    'The user\'s own notices: reminders, approvals, what was handed to them, deals won and lost. `deliveries`: why and where each of the last ones was told ("why did I get this twice?").',
  input: z.strictObject({
    show: z.enum(['unread', 'snoozed', 'done', 'all']).optional().describe('Default: unread'),
    kind: z.enum(KIND_NAMES).optional(),
    deliveries: z.enum(['yes']).optional().describe('Say why and where they were told'),
  }),
  effect: 'read',
  async run({ show, kind, deliveries }, context): Promise<ToolResult> {
    const shown = SHOWN[show ?? (deliveries ? 'all' : 'unread')];
    const only = kindOf(kind ?? '');
    const { crm, scope } = context;
    const filter = {
      where: [
        { field: 'userId', op: 'eq' as const, value: scope.actor.id },
        ...shown.where,
        ...(only ? [{ field: 'kind', op: 'eq' as const, value: only }] : []),
      ],
    };
    const notices = crm.records(Notice);
    const [count, { records }] = await Promise.all([
      notices.count(scope, filter),
      notices.find(scope, { ...filter, sort: '-at', limit: deliveries ? EXPLAINED : MOST }),
    ]);
    if (count === 0)
      return {
        text: `You have no ${shown.words} notices.`,
        isAnswer: true,
        suggestions: ['What did I miss?'],
      };
    const lines = await Promise.all(
      records.map(async (notice) => [
        lineOf(context, notice),
        ...(deliveries ? await reasonsOf(context, notice) : []),
      ]),
    );
    const more = !deliveries && count > records.length ? `\n\nAnd ${count - records.length} more.` : '';
    const head = deliveries
      ? 'What you were told last, and where:'
      : `You have ${counted(count, { one: `${shown.words} notice`, many: `${shown.words} notices` })}:`;
    return { text: `${head}\n\n${lines.flat().join('\n')}${more}`, isAnswer: true };
  },
});

function lineOf(context: ToolContext, { title, body, at, snoozedUntil }: NoticeRecord): string {
  const until = snoozedUntil ? `, until ${formatDate(snoozedUntil, context)}` : '';
  return `- **${title}**${body ? `, ${body}` : ''} (${formatDate(at, context)}${until})`;
}

/** Why it was told, and on which channels it was or was not. */
async function reasonsOf(context: ToolContext, { id, because }: NoticeRecord): Promise<string[]> {
  const { crm, scope } = context;
  const { records } = await crm.records(NoticeDelivery).find(scope, {
    where: [{ field: 'noticeId', op: 'eq', value: id }],
    sort: 'createdAt',
  });
  return [
    ...(because ? [`  - ${because}`] : []),
    ...records.map(({ channel, status, sentAt, notBefore, reason, insteadOf }) => {
      const at = status === 'sent' ? sentAt : status === 'waiting' ? notBefore : undefined;
      const when = at ? ` ${formatDate(at, context)}` : '';
      const why = reason && status !== 'sent' ? `: ${reason}` : '';
      const instead = insteadOf ? `, because ${channelName(insteadOf)} failed` : '';
      return `  - ${channelName(channel)}: ${STATUS[status]}${when}${why}${instead}`;
    }),
    ...(records.length === 0 ? ['  - It was told nowhere but in your inbox.'] : []),
  ];
}
