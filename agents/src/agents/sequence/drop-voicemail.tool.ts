import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  queuePhoneMessage,
  requirePhoneAccount,
} from '@clianta/crm-core/marketing/phone-message/queue-phone-message';
import { contactsOf } from '@clianta/crm-core/marketing/sequence/enroll-people';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { fileMeant, type MeantFile } from '../../tools/file-meant.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { sampleOf } from '../../tools/present.ts';
import { peopleMeant, peopleShape } from './people-meant.ts';
import { goesOut, inWords, phonedPeople } from './phone-people.ts';

const SAMPLE = 5;
const PEOPLE = { one: 'person', many: 'people' };
const MOST_LETTERS = 1_000;

const input = z.strictObject({
  ...peopleShape,
  text: slot(
    { kind: 'text' },
    z.string().trim().min(1).max(MOST_LETTERS).describe('What a voice reads out'),
  ).optional(),
  recording: slot(
    { kind: 'text' },
    z.string().max(200).describe('Or the recording that is played: the name of a file of this conversation'),
  ).optional(),
});
type Args = z.output<typeof input>;

export const dropVoicemail = defineTool({
  name: 'drop_voicemail',
  does: 'Leaving a voicemail',
  operation: 'other',
  description:
    'Calls people and leaves a spoken message where an answering machine takes the call: a text read out, or a recording. Only those who have consented; always proposed first.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { crm, scope, now } = context;
    await requirePhoneAccount(crm, scope.workspaceId, 'voice');
    const contacts = await peopleMeant(context, args);
    const { text, file } = await content(context, args, contacts[0]?.name);
    const { people, leftOut } = await phonedPeople(context, contacts, { kind: 'voice', from: now });
    if (people.length === 0) throw new InvalidError(leftOut.join(' ') || 'There is nobody like that.');
    return {
      title: `Leave ${people.length === 1 ? `${people[0]?.contact.name} a voicemail` : `a voicemail for ${counted(people.length, PEOPLE)}`}`,
      preview: {
        count: people.length,
        sample: await sampleOf(
          context,
          Contact as never,
          people.slice(0, SAMPLE).map((one) => ({ id: one.contact.id, title: inWords(one) })),
        ),
        changes: [
          ...(people.length === 1 ? [{ label: 'To', to: people.map(inWords).join() }] : []),
          file ? { label: 'Recording', to: file.name } : { label: 'Read out', to: text },
          { label: 'Where a person answers', to: 'Nothing is said' },
          { label: 'Goes out', to: goesOut(context, people, now) },
          ...(leftOut.length > 0 ? [{ label: 'Left out', to: leftOut.slice(0, SAMPLE).join(' ') }] : []),
        ],
      },
      recordIds: people.map(({ contact }) => contact.id),
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { crm, scope, approvedIds, turnId, now } = context;
    if (!approvedIds) throw new InvalidError('Leaving a voicemail needs an approval.');
    const contacts = await contactsOf(crm, scope.workspaceId, approvedIds);
    const { text, file } = await content(context, args, contacts[0]?.name);
    const { people, leftOut } = await phonedPeople(context, contacts, { kind: 'voice', from: now });
    for (const { contact, phone, timeZone } of people)
      await queuePhoneMessage(crm, scope.workspaceId, {
        kind: 'voice',
        phone,
        text,
        timeZone,
        purpose: 'personal',
        contactId: contact.id,
        ownerId: scope.actor.id,
        sendKey: `turn:${turnId}:voice:${contact.id}`,
        ...(file && { fileId: file.id }),
      });
    const names = people.map(({ contact }) => `**${contact.name}**`);
    return {
      text:
        names.length === 0
          ? `Nobody is called. ${leftOut.join(' ')}`
          : `${names.length <= 3 ? listed(names) : counted(names.length, PEOPLE)} ${names.length === 1 ? 'is' : 'are'} called in their hours, and the voicemail is left where a machine answers. I tell you where it is not.`,
      focus: people.slice(0, 3).map(({ contact }) => focusOf(Contact, contact)),
      ...(names.length === 0 && { outcome: 'failed' as const }),
      isAnswer: true,
    };
  },
});

/** @throws AskBack when nothing was said that it is to say */
async function content(
  context: ToolContext,
  { text = '', recording }: Args,
  name = 'them',
): Promise<{ text: string; file?: MeantFile }> {
  if (recording !== undefined) return { text, file: await fileMeant(context, recording, ['audio']) };
  if (text) return { text };
  throw new AskBack({
    text: `What is the voicemail for ${name} to say? Or attach a recording, and say “leave it on their voicemail”.`,
    options: [],
    argument: 'text',
    takesText: true,
  });
}
