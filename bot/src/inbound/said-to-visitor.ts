import { createHash } from 'node:crypto';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { wordsOf } from '@clianta/agents/visitors/visitor-words';
import type { VisitorChatRecord } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import {
  chatOfReference,
  leaveVisitor,
  teammateSays,
} from '@clianta/crm-core/conversations/visitor-chat/visitor-chats';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import type { IncomingMessage } from '../channel.ts';
import { quoted } from './quoted.ts';

/** "V12: We deliver on Monday", "V12 done", "V12 back": nothing goes to a visitor that does not name them. */
const TO_VISITOR = /^\s*(v\d{1,7})(?:\s*:\s*(\S[\s\S]*)|\s+(done|back)\s*[.!]?\s*)$/i;
/** Of what was said before somebody took over. */
const MOST_BEFORE = 5;

interface SaidToVisitor {
  reference: string;
  /** Absent: the teammate leaves the visitor. */
  text?: string;
  to: 'visitor' | 'resolved' | 'bot';
}

/** What a teammate says to a visitor of the website; undefined for all that is said to Clianta. */
export function saidToVisitor(message: string): SaidToVisitor | undefined {
  const [, reference, text, leaves] = TO_VISITOR.exec(message) ?? [];
  if (!reference) return undefined;
  if (text) return { reference, text: text.trim(), to: 'visitor' };
  return { reference, to: leaves?.toLowerCase() === 'done' ? 'resolved' : 'bot' };
}

/**
 * Hands it to the visitor; what the visitor writes from then on comes to the same thread.
 *
 * @returns what to tell the teammate; undefined when there is no such visitor, and it was said to Clianta
 */
export async function tellVisitor(
  crm: CrmCore,
  sender: Scope,
  { channel, externalId, thread, files, sender: { mostRole } }: IncomingMessage,
  { reference, text, to }: SaidToVisitor,
): Promise<string | undefined> {
  const chat = await chatOfReference(crm, sender.workspaceId, reference);
  if (!chat) return undefined;
  // a channel may narrow what somebody may do from there
  const scope = mostRole && hasRole(sender, mostRole) ? { ...sender, role: mostRole } : sender;
  // what they call themselves is text from outside
  const name = `the visitor (${chat.reference})`;
  if (to !== 'visitor') {
    await leaveVisitor(crm, scope, chat.id, to);
    return to === 'bot' ? `I answer ${name} again.` : `The chat with ${name} is over.`;
  }
  const messageId = createHash('sha256').update(`${channel}:${externalId}`).digest('hex').slice(0, 32);
  // the address of a command ends with it
  const isLasting = !thread.details?.responseUrl;
  await teammateSays(crm, scope, chat.id, text, {
    messageId,
    ...(isLasting && { thread: { channel, address: asAddress(thread) } }),
  });
  const isTheirs = chat.state === 'person' && chat.thread !== undefined;
  return [
    `Sent to ${name}.`,
    files && files.length > 0 && 'Your files were not: a visitor gets text.',
    !isLasting && 'What they write is under Visitors in the console.',
    isLasting &&
      !isTheirs &&
      `What they write comes here. Answer with “${chat.reference}: your text”; “${chat.reference} done” ends it, “${chat.reference} back” leaves it to me.`,
    !isTheirs && saidBefore(chat),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function saidBefore({ messages, forwardedTo }: VisitorChatRecord): string {
  const before = messages.slice(forwardedTo).filter(({ by }) => by === 'visitor');
  return before.length > 0
    ? `They said before:\n\n${quoted(before.slice(-MOST_BEFORE).map((one) => ({ text: wordsOf(one) })))}`
    : '';
}

const asAddress = ({ externalTeamId, threadId, details }: ThreadAddress): Record<string, unknown> => ({
  externalTeamId,
  threadId,
  ...(details && { details }),
});
