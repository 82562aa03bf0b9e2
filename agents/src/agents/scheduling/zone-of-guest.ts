import type { TimedEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { timeZoneNamed } from '@clianta/crm-core/entity/platform-values';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';

/** Where people often are, to be chosen from. */
const USUAL = ['Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'Asia/Tokyo'];

/** "Her time": the zone of whom a meeting is with. @throws AskBack where it is not known */
export async function zoneOfGuest(
  { crm, scope }: ToolContext,
  event: TimedEvent,
  said: string | undefined,
): Promise<string> {
  if (said !== undefined) return zoneNamed(said);
  const contacts = await crm.records(Contact).getMany(scope, event.contactIds);
  const known = [...contacts.values()].find(({ timeZone }) => timeZone)?.timeZone;
  if (known) return known;
  const { team } = await crm.facts(scope.workspaceId);
  const others = event.peopleIds.filter((id) => id !== scope.actor.id);
  const mate = team.find(({ id, timeZone }) => others.includes(id) && timeZone);
  if (mate?.timeZone) return mate.timeZone;
  const who = [...contacts.values()][0]?.name ?? 'they';
  throw new AskBack({
    text: `I do not know on whose clock ${who === 'they' ? 'they are' : `${who} is`}. Which time zone?`,
    options: USUAL.map((zone) => ({ label: zone, value: zone })),
    argument: 'zone',
    takesText: true,
  });
}

/** @throws InvalidError for what is no zone */
export function zoneNamed(text: string): string {
  const zone = timeZoneNamed(text.trim().replaceAll(' ', '_'));
  if (zone) return zone;
  throw new InvalidError(`“${text}” is no time zone that I know. Say it such as Asia/Tokyo.`);
}
