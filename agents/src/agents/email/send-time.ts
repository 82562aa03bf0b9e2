import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { timeZoneNamed } from '@clianta/crm-core/entity/platform-values';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';

export interface SaidTime {
  at?: string | undefined;
  /** On whose clock it was meant. */
  clock?: 'mine' | 'theirs' | undefined;
  zone?: string | undefined;
}

export interface SendTime {
  at: Date;
  zone: string;
}

/** Where people often are, to be chosen from. */
const USUAL = ['Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'Asia/Tokyo'];

/**
 * When a mail goes out; undefined: at once.
 *
 * @throws AskBack for "her time" where nobody knows her zone, InvalidError for a time that is past
 */
export async function sendTime(
  context: ToolContext,
  { at: said, clock, zone: named }: SaidTime,
  contactIds: readonly string[],
): Promise<SendTime | undefined> {
  if (said === undefined) return undefined;
  const own = parseInstant(said, context);
  if (!own) throw new InvalidError(`“${said}” is not a time I understand. Try “tomorrow at 9”.`);
  const zone = named
    ? zoneNamed(named)
    : clock === 'theirs'
      ? await zoneOf(context, contactIds)
      : context.timeZone;
  const at = DateTime.fromJSDate(own, { zone: context.timeZone }).setZone(zone, { keepLocalTime: true });
  if (at.toJSDate() <= context.now)
    throw new InvalidError(`${timeInWords({ at: at.toJSDate(), zone }, context)} has passed already.`);
  return { at: at.toJSDate(), zone };
}

async function zoneOf({ crm, scope }: ToolContext, contactIds: readonly string[]): Promise<string> {
  const contacts = [...(await crm.records(Contact).getMany(scope, contactIds)).values()];
  const known = contacts.find(({ timeZone }) => timeZone)?.timeZone;
  if (known) return known;
  throw new AskBack({
    text: `I do not know ${contacts[0] ? `${contacts[0].name}’s` : 'their'} time zone. Which one is it?`,
    options: USUAL.map((zone) => ({ label: zone, value: zone })),
    argument: 'zone',
    takesText: true,
  });
}

function zoneNamed(text: string): string {
  const zone = timeZoneNamed(text.trim().replaceAll(' ', '_'));
  if (zone) return zone;
  throw new InvalidError(`“${text}” is no time zone that I know. Say it such as Asia/Tokyo.`);
}

/** "Tue 1 Dec 2026, 9:00 AM (Europe/London)". */
export function timeInWords({ at, zone }: SendTime, { locale }: Pick<ToolContext, 'locale'>): string {
  const local = DateTime.fromJSDate(at, { zone });
  const time = local
    .setLocale(locale)
    .toLocaleString(DateTime.TIME_SIMPLE)
    .replace(/\u202f/g, ' ');
  return `${local.toFormat('ccc d LLL yyyy')}, ${time} (${zone})`;
}
