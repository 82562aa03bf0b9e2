import { visitorScope } from '@clianta/crm-core/conversations/visitor-chat/change-visitor-chat';
import { botSays } from '@clianta/crm-core/conversations/visitor-chat/visitor-chats';
import { Ticket } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { createOnce } from '@clianta/crm-core/entity/create-once';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../tool.ts';
import { openingOf } from './business-hours.ts';
import { profileAnswer } from './profile-answers.ts';
import { visitOf } from './visitor-context.ts';
import { wordsWithFiles } from './visitor-words.ts';

/** The chat, and what the visitor said since they were answered. */
const input = z.strictObject({ chat: z.string(), text: z.string() });

type Patch = Parameters<typeof botSays>[3];

/** Says it in the chat, with what follows from it, as one write. */
async function say(
  { crm }: ToolContext,
  chat: { workspaceId: string; id: string; messages: readonly unknown[] },
  text: string,
  patch: Patch = {},
): Promise<ToolResult> {
  const isSaid = await botSays(crm, chat, text, { seen: chat.messages.length, ...patch });
  return { text: isSaid ? text : '', isAnswer: true };
}

export const answerFromProfile = defineTool({
  name: 'answer_from_profile',
  does: 'Looking it up',
  description: 'Answers a question of a visitor from the business profile alone.',
  input,
  effect: 'read',
  async run({ chat: id, text }, context) {
    const { chat, profile } = await visitOf(context, id);
    const answers = profile ? profileAnswer(profile, text).texts : [];
    if (answers.length > 0) return say(context, chat, answers.join('\n\n'), { asks: null });
    const honest = 'I do not have an answer to that.';
    const opening = await openingOf(context.crm, chat.workspaceId);
    return opening.isOpen
      ? say(context, chat, `${honest} I am asking somebody of the team, one moment please.`, WAITS(context))
      : say(context, chat, `${honest} ${closed(opening.next)} ${ASK_EMAIL}`, { asks: 'problem' });
  },
});

export const requestPerson = defineTool({
  name: 'request_person',
  does: 'Asking the team',
  description: 'Hands a visitor over to a person of the team.',
  input,
  effect: 'write',
  async run({ chat: id }, context) {
    const { chat } = await visitOf(context, id);
    const opening = await openingOf(context.crm, chat.workspaceId);
    return opening.isOpen
      ? say(context, chat, 'I am asking somebody of the team to join, one moment please.', WAITS(context))
      : say(context, chat, `${closed(opening.next)} ${ASK_EMAIL}`, { asks: 'problem' });
  },
});

export const openTicketForVisitor = defineTool({
  name: 'open_ticket',
  does: 'Opening a ticket',
  description: 'Opens a ticket for a problem that a visitor has.',
  input,
  effect: 'write',
  async run({ chat: id, text }, context) {
    const { crm } = context;
    const { chat } = await visitOf(context, id);
    const email = emailIn(text) ?? chat.email;
    if (!email) return say(context, chat, `I am sorry to hear that. ${ASK_EMAIL}`, { asks: 'problem' });
    const problem = problemIn(chat.messages.slice(chat.contextFrom));
    const scope = visitorScope(chat.workspaceId);
    const { record } = await createOnce(
      crm,
      Ticket,
      scope,
      idFrom(`visitor-ticket:${chat.id}:${chat.contextFrom}`),
      {
        subject: problem.length > SUBJECT ? `${problem.slice(0, SUBJECT - 1)}…` : problem,
        body: transcriptOf(await wordsWithFiles(crm, chat, chat.messages, OF_A_FILE), email),
      },
    );
    for (const { file } of chat.messages)
      if (file) await crm.files.attach(scope, file.id, { entity: Ticket.name, id: record.id });
    return say(
      context,
      chat,
      `Thank you. Your request is ${record.reference}; we answer to ${email}. Is there anything else?`,
      { asks: null, email, ticketId: record.id, ...named(text) },
    );
  },
});

export const captureLead = defineTool({
  name: 'capture_lead',
  does: 'Taking it down',
  description: 'Takes down whom the team may write to, and what about.',
  input,
  effect: 'write',
  async run({ chat: id, text }, context) {
    const { chat } = await visitOf(context, id);
    const email = emailIn(text) ?? chat.email;
    if (!email)
      return say(context, chat, 'Gladly. Which e-mail address may we write to?', { asks: 'interest' });
    return say(context, chat, `Thank you, I have passed that on. The team writes to ${email}.`, {
      asks: null,
      email,
      ...named(text),
    });
  },
});

export const bookSlot = defineTool({
  name: 'book_slot',
  does: 'Looking for a time',
  description: 'Shows a visitor where they can choose a time for a call.',
  input,
  effect: 'read',
  async run({ chat: id }, context) {
    const { chat, profile } = await visitOf(context, id);
    return profile?.bookingUrl
      ? say(context, chat, `Please choose a time that suits you: ${profile.bookingUrl}`, { asks: null })
      : say(context, chat, 'Gladly. Which e-mail address may we send times to?', { asks: 'interest' });
  },
});

const SUBJECT = 120;
/** Of what is written in a file, in the text of a ticket; the files are with it. */
const OF_A_FILE = 1_000;
const ASK_EMAIL = 'If you leave your e-mail address, I open a ticket, and the team answers you there.';

const closed = (next: string | undefined) =>
  next ? `Nobody of the team is here now; we are back on ${next}.` : 'Nobody of the team is here now.';

const WAITS = ({ crm }: ToolContext): Patch => ({
  state: 'waiting',
  waitingSince: crm.now(),
  askedIds: [],
  asks: null,
});

/** Deliberately narrow: it is only written to. */
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}/u;

export const emailIn = (text: string): string | undefined => EMAIL.exec(text)?.[0].toLowerCase();

/** "I am Jane Doe", "my name is Jane". */
const NAME = /\b(?:my name is|i am|i'm|this is)\s+(\p{Lu}[\p{L}'-]+(?:\s+\p{Lu}[\p{L}'-]+){0,2})/iu;

function named(text: string): { name?: string } {
  const name = NAME.exec(text)?.[1];
  return name && /^\p{Lu}/u.test(name) ? { name } : {};
}

type Said = readonly { by: string; text: string }[];

/** What it is about: the longest that the visitor said which is more than an address. */
function problemIn(messages: Said): string {
  const own = messages
    .filter(({ by }) => by === 'visitor')
    .map(({ text }) => text.replace(/\s+/g, ' ').trim());
  const telling = own.filter((text) => text.replace(EMAIL, '').trim().length > 3);
  return telling.toSorted((a, b) => b.length - a.length)[0] ?? own.at(-1) ?? 'A visitor asks for an answer';
}

const WHO: Readonly<Record<string, string>> = { visitor: 'Visitor', bot: 'Clianta', teammate: 'Team' };

const transcriptOf = (messages: Said, email: string): string =>
  [
    `From a visitor of the website who gave ${email}.`,
    '',
    ...messages.map(({ by, text }) => `${WHO[by]}: ${text}`),
  ]
    .join('\n')
    .slice(0, 20_000);
