import type { NoticeKind } from '@clianta/crm-core/conversations/notice/notice.schema';
import type {
  NoticePreferenceRecord,
  When,
} from '@clianta/crm-core/conversations/notice/notice-preference.schema';
import { channelsOf } from '@clianta/crm-core/conversations/notice/plan-deliveries';
import { MAIL, PUSH, whenTold } from '@clianta/crm-core/conversations/notice/plan-delivery';
import { CHOSEN_KINDS } from '@clianta/crm-core/conversations/notice/set-notices';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import type { ToolContext } from '../../tool.ts';
import { capitalize, listed } from '../../tools/format.ts';

/** What people call the kinds of notices. */
export const KIND_WORDS = {
  reminders: 'reminder',
  approvals: 'approval',
  assignments: 'assigned',
  deals: 'outcome',
} as const satisfies Record<string, NoticeKind>;
export const KIND_NAMES = ['everything', ...Object.keys(KIND_WORDS)] as [string, ...string[]];

const NAMES: Record<NoticeKind, string> = {
  reminder: 'reminders',
  approval: 'approvals',
  assigned: 'what is handed to you',
  outcome: 'deals won and lost',
  report: 'reports',
  security: 'the security of your account',
};
const MAIL_WORDS = /^(e-?)?mails?$/i;
const PUSH_WORDS = /^(the )?(push|browser)( messages?| notifications?)?$/i;

/** Words for channels that there are everywhere. */
export const CHANNEL_WORDS = ['mail', 'e-mail', 'email', 'push', 'browser', 'Slack', 'Teams', 'Discord'];

export const kindOf = (word: string): NoticeKind | undefined => KIND_WORDS[word as keyof typeof KIND_WORDS];

export const channelName = (channel: string): string =>
  channel === MAIL ? 'e-mail' : channel === PUSH ? 'your browser' : capitalize(channel);

/** The channel that is meant. @throws InvalidError for one on which nobody could tell the person anything */
export async function channelCalled({ crm, scope }: ToolContext, word: string): Promise<string> {
  const known = await channelsOf(crm, scope.workspaceId, scope.actor.id);
  const wanted = word.trim();
  if (MAIL_WORDS.test(wanted)) return MAIL;
  const name = PUSH_WORDS.test(wanted) ? PUSH : wanted.toLowerCase();
  if (known.includes(name)) return name;
  throw new InvalidError(
    name === PUSH
      ? 'No browser of yours shows notices yet. Turn it on under Inbox, Where I am told.'
      : `You have no linked account on ${wanted}. Link one in the settings; now you can be told on ${listed(known.map(channelName))}.`,
  );
}

/** "19:00" as it is, and the time of day of an instant. @throws InvalidError for neither */
export function clockOf(context: ToolContext, text: string): string {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return text;
  const at = parseInstant(text, context);
  if (at) return DateTime.fromJSDate(at, { zone: context.timeZone }).toFormat('HH:mm');
  throw new InvalidError(`“${text}” is not a time of day. Try 19:00.`);
}

/** Where and when the person is told what, in sentences. */
export async function settingsInWords(
  { crm, scope }: ToolContext,
  preference: NoticePreferenceRecord | undefined,
): Promise<string> {
  const known = await channelsOf(crm, scope.workspaceId, scope.actor.id);
  const channels = [...new Set([...known, ...Object.values(preference?.when ?? {}).flatMap(Object.keys)])];
  const told = (channel: string, when: When) =>
    CHOSEN_KINDS.filter((kind) => whenTold(preference, kind, channel) === when).map((kind) => NAMES[kind]);
  const lines = channels.flatMap((channel) => {
    const now = told(channel, 'now');
    const digest = told(channel, 'digest');
    const parts = [
      ...(now.length > 0 ? [`${listed(now)} at once`] : []),
      ...(digest.length > 0 ? [`${listed(digest)} in the digest at ${preference?.digestAt ?? '08:00'}`] : []),
    ];
    return parts.length > 0 ? [`- **${capitalize(channelName(channel))}**: ${listed(parts)}`] : [];
  });
  const { quietHours } = preference ?? {};
  return [
    lines.length > 0 ? lines.join('\n') : '- Nothing is told outside your inbox.',
    ...(quietHours ? [`- Quiet from ${quietHours.from} to ${quietHours.to}`] : []),
    '- The inbox gets everything, and the security of your account is always told.',
  ].join('\n');
}
