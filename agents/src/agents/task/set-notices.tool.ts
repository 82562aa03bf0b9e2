import type { NoticeKind } from '@clianta/crm-core/conversations/notice/notice.schema';
import { WHENS, type When } from '@clianta/crm-core/conversations/notice/notice-preference.schema';
import { channelsOf } from '@clianta/crm-core/conversations/notice/plan-deliveries';
import {
  CHOSEN_KINDS,
  preferenceOf,
  setNotices as store,
} from '@clianta/crm-core/conversations/notice/set-notices';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import {
  CHANNEL_WORDS,
  channelCalled,
  clockOf,
  KIND_NAMES,
  kindOf,
  settingsInWords,
} from './notice-words.ts';

const MORNING = '08:00';
const WEEKEND = [6, 7];

const channelWord = () => slot({ kind: 'option', options: CHANNEL_WORDS }, z.string().max(40));
const clockTime = () => slot({ kind: 'moment' }, z.string());

type Args = z.output<typeof input>;
const input = z.strictObject({
  kind: z.enum(KIND_NAMES).optional().describe('Default: everything'),
  channel: channelWord().optional().describe('"mail", "browser", or a linked chat; default: all of them'),
  when: z.enum(WHENS).optional().describe('Default: now, or digest where `digestAt` is given'),
  restChannel: channelWord().optional().describe('Where the other kinds are told'),
  quietFrom: clockTime().optional().describe('Nothing is told from then on: 19:00'),
  quietTo: clockTime().optional().describe('Default: 08:00 of the next morning'),
  quietOn: z.enum(['weekends']).optional().describe('Quiet on these days alone'),
  quietOff: z.enum(['yes']).optional().describe('Ends the quiet hours'),
  digestAt: clockTime().optional().describe('The time of the daily digest: 08:00'),
  isSure: z.enum(['yes']).optional().describe('The user has confirmed that everything is to stop'),
});

export const setNotices = defineTool({
  name: 'set_notices',
  does: 'Changing where you are told things',
  description:
    'Changes, or without arguments tells, where and when the user is told things outside the inbox: each kind of notice on each channel at once, in a daily digest or never; quiet hours.',
  input,
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const isAll = args.when === 'off' && !args.channel && (args.kind ?? 'everything') === 'everything';
    if (isAll && !args.isSure) throw stopAll();
    const cells = await cellsOf(args, context);
    const quietHours = await quietOf(args, context);
    const digestAt = args.digestAt && clockOf(context, args.digestAt);
    const isChange = cells.length > 0 || quietHours !== undefined || digestAt !== undefined;
    const preference = isChange
      ? await store(crm, scope, {
          cells,
          ...(quietHours !== undefined && { quietHours }),
          ...(digestAt && { digestAt }),
        })
      : await preferenceOf(crm, scope);
    const head = isChange ? 'From now on you are told:' : 'You are told:';
    return {
      text: `${head}\n\n${await settingsInWords(context, preference)}`,
      isAnswer: true,
      suggestions: ['Not after 7 pm', 'Show my notices'],
    };
  },
});

const stopAll = () =>
  new AskBack({
    text: 'Shall I tell you nothing at all outside your inbox any more? What is about the security of your account is still told.',
    options: [
      {
        label: 'Yes, stop all',
        value: 'yes',
        call: { tool: 'set_notices', args: { kind: 'everything', when: 'off', isSure: 'yes' } },
      },
      { label: 'No, leave it', value: 'no', call: { tool: 'set_notices', args: {} } },
    ],
    argument: '',
  });

type Cell = { kind: NoticeKind; channel: string; when: When };

/** The fields of the grid that the words set. What is wanted on one channel is not told on the others. */
async function cellsOf(args: Args, context: ToolContext): Promise<Cell[]> {
  const { kind = 'everything', channel, when, restChannel, digestAt } = args;
  if (!channel && !when && !restChannel) return [];
  const named = kindOf(kind);
  const kinds = named ? [named] : CHOSEN_KINDS;
  const all = await channelsOf(context.crm, context.scope.workspaceId, context.scope.actor.id);
  const on = (told: readonly NoticeKind[], place: string, chosen: When): Cell[] =>
    told.flatMap((one) =>
      all.map((other) => ({ kind: one, channel: other, when: other === place ? chosen : ('off' as const) })),
    );
  const digested: When = digestAt ? 'digest' : 'now';
  const cells: Cell[] = [];
  if (channel) {
    const place = await channelCalled(context, channel);
    const chosen = when ?? (restChannel ? 'now' : digested);
    // turning one channel off leaves the others
    if (chosen === 'off') cells.push(...kinds.map((one) => ({ kind: one, channel: place, when: chosen })));
    else cells.push(...on(kinds, place, chosen));
  } else if (when) {
    for (const one of kinds) cells.push(...all.map((place) => ({ kind: one, channel: place, when })));
  }
  if (restChannel) {
    const rest = CHOSEN_KINDS.filter((one) => !kinds.includes(one));
    cells.push(...on(rest, await channelCalled(context, restChannel), digested));
  }
  return cells;
}

/** Undefined: as they are. Null: none. */
async function quietOf({ quietFrom, quietTo, quietOn, quietOff }: Args, context: ToolContext) {
  if (quietOff) return null;
  if (!quietFrom && !quietTo && !quietOn) return undefined;
  const { crm, scope } = context;
  const known = (await preferenceOf(crm, scope))?.quietHours;
  const zone = known?.zone ?? (await crm.localOf(scope.workspaceId, scope.actor.id)).timeZone;
  if (quietOn && !quietFrom) return { from: '00:00', to: '23:59', days: WEEKEND, zone };
  return {
    from: quietFrom ? clockOf(context, quietFrom) : (known?.from ?? '19:00'),
    to: quietTo ? clockOf(context, quietTo) : (known?.to ?? MORNING),
    zone,
  };
}
