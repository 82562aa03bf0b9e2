import { phraseAt } from '../../recognise/phrases.ts';
import { targetAt } from '../grammar/target.ts';
import type { Frame } from './frame.ts';

const VERBS = 'make|set|put|add|connect|link|attach|associate|name|use|have|tie|hook up|join|assign';
const AS = `as the contact of|as the contact for|as the contact on|the contact of|the contact for|the contact on|as contact for|as contact of|
  as contact on|as contact to|as a contact to|as a contact on|as the main contact of|as the main contact for|as the main contact on|
  the main contact of|the main contact for|the main contact on|the new contact of|the new contact for|the primary contact of|
  the primary contact for|the contact person of|the contact person for|the contact person on|as the contact person of|
  as the contact person for|as the contact person on|the person to talk to for|in as the contact of`;
const JOINTS = 'to|with';

/** "make her the contact of the Litware pilot", "connect him to the Zephyr deal". */
export const contactOfDeal: Frame = (request) => {
  const { clause, start, to, isQuestion } = request;
  const { units } = clause;
  const verb = isQuestion ? 0 : phraseAt(units, start, VERBS);
  const person = verb > 0 ? targetAt(request, start + verb, to, ['contact']) : undefined;
  if (!person) return undefined;
  const at = start + verb + person.length;
  if (units[at - 1]?.kind === 'possessive') return undefined;
  const role = phraseAt(units, at, AS);
  const isJoined = /^(connect|link|attach|associate|tie|hook|join)$/.test(units[start]?.norm ?? '');
  const joint = role || (isJoined ? phraseAt(units, at, JOINTS) : 0);
  const deal = joint > 0 ? targetAt(request, at + joint, to, ['opportunity']) : undefined;
  if (!deal || at + joint + deal.length !== to) return undefined;
  return [
    {
      tool: 'update_deals',
      args: { deal: deal.record.value, set: { contact: person.record.value } },
      confidence: 0.9,
      isAccounted: true,
      needsPrevious: person.record.isFromPrevious || deal.record.isFromPrevious,
    },
  ];
};
