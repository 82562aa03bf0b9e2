import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { textPrice } from '@clianta/crm-core/integrations/twilio/text-price';
import {
  queuePhoneMessage,
  requirePhoneAccount,
} from '@clianta/crm-core/marketing/phone-message/queue-phone-message';
import { MOST_LETTERS, segmentsOf } from '@clianta/crm-core/marketing/phone-message/segments';
import { contactsOf } from '@clianta/crm-core/marketing/sequence/enroll-people';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { sampleOf } from '../../tools/present.ts';
import { sendTime } from '../email/send-time.ts';
import { peopleMeant, peopleShape } from './people-meant.ts';
import { goesOut, inWords, phonedPeople } from './phone-people.ts';

const SAMPLE = 5;
const PEOPLE = { one: 'person', many: 'people' };
const MESSAGES = { one: 'message', many: 'messages' };

const input = z.strictObject({
  ...peopleShape,
  text: slot(
    { kind: 'text' },
    z.string().trim().min(1).max(MOST_LETTERS).describe('What it says, to the letter'),
  ).optional(),
  at: slot({ kind: 'moment' }, z.string().describe('When it goes out; left out: now')).optional(),
  clock: z.enum(['mine', 'theirs']).optional().describe('On whose clock the time is meant'),
  zone: slot({ kind: 'text' }, z.string().describe('A time zone: Asia/Tokyo')).optional(),
});
type Args = z.output<typeof input>;

export const sendSms = defineTool({
  name: 'send_sms',
  does: 'Sending a text message',
  operation: 'other',
  description:
    'Sends a text message (SMS) to the phone of one person, or of several. Always proposed first, with its exact text, how many messages it is charged as, and when it goes out there.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { crm, scope } = context;
    const { id } = await requirePhoneAccount(crm, scope.workspaceId, 'sms');
    const contacts = await peopleMeant(context, args);
    const text = textOf(args, contacts[0]?.name);
    const { from, people, leftOut } = await meant(context, args, contacts);
    if (people.length === 0) throw new InvalidError(leftOut.join(' ') || 'There is nobody like that.');
    const { count, isUnicode } = segmentsOf(text);
    const price = await textPrice(crm, scope.workspaceId, id, {
      phones: people.map(({ phone }) => phone),
      count,
    });
    return {
      title: `Text ${people.length === 1 ? (people[0]?.contact.name ?? '') : counted(people.length, PEOPLE)}`,
      preview: {
        count: people.length,
        sample: await sampleOf(
          context,
          Contact as never,
          people.slice(0, SAMPLE).map((one) => ({ id: one.contact.id, title: inWords(one) })),
        ),
        changes: [
          ...(people.length === 1 ? [{ label: 'To', to: people.map(inWords).join() }] : []),
          { label: 'Text', to: text },
          {
            label: 'Charged as',
            to: `${counted(count * people.length, MESSAGES)}${isUnicode ? ' (letters such as ł or emoji make it longer)' : ''}${price ? `, about ${price}` : ''}`,
          },
          { label: 'Goes out', to: goesOut(context, people, from) },
          ...(leftOut.length > 0 ? [{ label: 'Left out', to: leftOut.slice(0, SAMPLE).join(' ') }] : []),
        ],
      },
      recordIds: people.map(({ contact }) => contact.id),
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { crm, scope, approvedIds, turnId } = context;
    if (!approvedIds) throw new InvalidError('Sending a text message needs an approval.');
    const contacts = await contactsOf(crm, scope.workspaceId, approvedIds);
    const text = textOf(args, contacts[0]?.name);
    const { from, people, leftOut } = await meant(context, args, contacts);
    const names: string[] = [];
    for (const { contact, phone, timeZone } of people) {
      await queuePhoneMessage(crm, scope.workspaceId, {
        kind: 'sms',
        phone,
        text,
        timeZone,
        purpose: 'personal',
        contactId: contact.id,
        ownerId: scope.actor.id,
        sendKey: `turn:${turnId}:${contact.id}`,
        dueAt: from,
      });
      names.push(`**${contact.name}**`);
    }
    const who = names.length <= 3 ? listed(names) : counted(names.length, PEOPLE);
    const missed = leftOut.length > 0 ? ` Left out: ${leftOut.slice(0, SAMPLE).join(' ')}` : '';
    return {
      text:
        names.length === 0
          ? `Nothing was sent. ${leftOut.join(' ')}`
          : `The text message to ${who} is on its way${people.some(({ dueAt }) => dueAt > context.now) ? ', and goes out when their phones may ring' : ''}. I tell you when one does not arrive, or is answered.${missed}`,
      focus: people.slice(0, 3).map(({ contact }) => focusOf(Contact, contact)),
      ...(names.length === 0 && { outcome: 'failed' as const }),
      isAnswer: true,
    };
  },
});

async function meant(context: ToolContext, args: Args, contacts: Awaited<ReturnType<typeof peopleMeant>>) {
  const time = await sendTime(
    context,
    args,
    contacts.map(({ id }) => id),
  );
  const from = time?.at ?? context.now;
  return { from, ...(await phonedPeople(context, contacts, { kind: 'sms', from })) };
}

/** @throws AskBack when nothing was said that it is to say */
function textOf({ text }: Args, name = 'them'): string {
  if (text) return text;
  throw new AskBack({
    text: `What is the text message to ${name} to say?`,
    options: [],
    argument: 'text',
    takesText: true,
  });
}
