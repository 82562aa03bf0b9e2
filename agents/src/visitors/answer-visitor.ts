import { visitorScope } from '@clianta/crm-core/conversations/visitor-chat/change-visitor-chat';
import {
  VisitorChat,
  type VisitorChatRecord,
  type VisitorMessage,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import { botSays } from '@clianta/crm-core/conversations/visitor-chat/visitor-chats';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { defineAgent } from '../agent.ts';
import { Catalogue } from '../catalogue.ts';
import { likeliestByWords } from '../language/route/likeliest.ts';
import { sayingsOf } from '../language/sayings.ts';
import { agents } from '../registry.ts';
import type { Tool } from '../tool.ts';
import { readingContext } from '../tools/reading-context.ts';
import { profileAnswer } from './profile-answers.ts';
import { visitorSayings } from './visitor.sayings.ts';
import { profileOf } from './visitor-context.ts';
import {
  answerFromProfile,
  bookSlot,
  captureLead,
  emailIn,
  openTicketForVisitor,
  requestPerson,
} from './visitor-tools.ts';
import { textOfFile } from './visitor-words.ts';

const tools = [answerFromProfile, requestPerson, openTicketForVisitor, captureLead, bookSlot];

/**
 * Who speaks with visitors. It is no node of the graph: whoever writes from a website reaches these five tools and no other
 * way in, whatever they write.
 */
const visitorAgent = defineAgent({
  name: 'visitorAgent',
  description: 'Answers visitors of the website from the business profile, and hands them over to the team.',
  instructions: 'You answer visitors. You know the business profile and nothing else.',
  tools,
  examples: ['Can I talk to someone?', 'I cannot log in', 'Can we schedule a call?'],
  sayings: sayingsOf(tools, visitorSayings),
});

/** Beside what the team says: words that everybody uses tell little. */
const visitorCatalogue = new Catalogue([...agents, visitorAgent], []);

/** A file that says more is no question. */
const LONGEST_QUESTION = 1_000;
/** As sure as this the words ask for something. */
const SURE = 0.5;
const GREETING = 'small_talk';

/**
 * Answers what a visitor has written since they were answered, once, however many messages it is. Does nothing when a
 * person speaks with them.
 */
export async function answerVisitor(crm: CrmCore, workspaceId: string, chatId: string): Promise<void> {
  const scope = visitorScope(workspaceId);
  const chat = (await crm.records(VisitorChat).getMany(scope, [chatId])).get(chatId);
  if (chat?.state !== 'bot') return;
  const news = chat.messages.slice(chat.answeredTo).filter(({ by }) => by === 'visitor');
  if (news.length === 0) return;
  const text = news
    .map((one) => one.text)
    .filter(Boolean)
    .join('\n');
  const reply = text ? await replyTo(crm, chat, text) : await replyToFiles(crm, chat, news);
  if ('tool' in reply)
    await reply.tool.run({ chat: chat.id, text }, await readingContext(crm, visitorCatalogue, scope));
  else await botSays(crm, chat, reply.text, { seen: chat.messages.length });
}

const ONLY_QUESTIONS =
  'I answer questions about us, take down what you need, and get somebody of the team. I cannot look at records or change any.';

async function replyTo(
  crm: CrmCore,
  chat: VisitorChatRecord,
  text: string,
): Promise<{ tool: Tool } | { text: string }> {
  const wanted = wantedBy(text);
  if (emailIn(text)) {
    const isTicket = chat.asks === 'problem' || wanted.tool === openTicketForVisitor;
    return { tool: isTicket ? openTicketForVisitor : captureLead };
  }
  const profile = await profileOf(crm, chat.workspaceId);
  const known = profile && profileAnswer(profile, text);
  if (known?.isSure) return { tool: answerFromProfile };
  if (wanted.tool) return { tool: wanted.tool };
  if (known?.texts.length) return { tool: answerFromProfile };
  if (wanted.isGreeting) return { text: profile?.greeting ?? 'Hello! How can we help?' };
  return wanted.isForTeam ? { text: ONLY_QUESTIONS } : { tool: answerFromProfile };
}

/** Files without a word: what is written in them may be the question, else it is asked what they are about. */
async function replyToFiles(
  crm: CrmCore,
  { workspaceId }: VisitorChatRecord,
  news: readonly VisitorMessage[],
): Promise<{ text: string }> {
  const profile = await profileOf(crm, workspaceId);
  for (const { file } of news) {
    const written = file ? await textOfFile(crm, workspaceId, file.id) : '';
    const isShort = written !== '' && written.length <= LONGEST_QUESTION;
    const known = profile && isShort ? profileAnswer(profile, written) : undefined;
    if (known?.isSure) return { text: known.texts.join('\n\n') };
  }
  const names = news.flatMap(({ file }) => (file ? [`“${file.name}”`] : []));
  return { text: `I have kept ${names.join(' and ')} for the team. What is it about?` };
}

/** What the words ask for, as far as that is sure. */
function wantedBy(text: string): { tool?: Tool; isGreeting: boolean; isForTeam: boolean } {
  const choices = likeliestByWords(text, visitorCatalogue);
  const [best] = choices;
  const isOwn = best?.agent === visitorAgent.name;
  const isGreeting = best?.tool === GREETING;
  const isSure = best !== undefined && best.probability >= SURE;
  const tool = isOwn && isSure ? tools.find(({ name }) => name === best.tool) : undefined;
  return {
    ...(tool && tool !== answerFromProfile && { tool }),
    isGreeting: isGreeting && isSure,
    isForTeam: best !== undefined && !isOwn && !isGreeting,
  };
}
