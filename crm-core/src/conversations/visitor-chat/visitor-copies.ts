import { createHash, randomInt } from 'node:crypto';
import type { CrmCore } from '../../crm-core.ts';
import { emailAddress } from '../../entity/email-address.ts';
import { validate } from '../../entity/validate.ts';
import { InvalidError, NotFoundError } from '../../errors.ts';
import { changeVisitorChat } from './change-visitor-chat.ts';
import type { VisitorChatRecord } from './visitor-chat.schema.ts';
import { chatOfVisitor, type Visit } from './visitor-chats.ts';

const GOOD_MS = 15 * 60_000;
const MOST_TRIES = 5;

type Browser = Pick<Visit, 'workspaceId' | 'siteId' | 'keyHash'>;

/**
 * A visitor wants a copy of their chat. It goes to nobody who has not shown that the address is theirs: a code goes there
 * first, alone, so that nothing that a visitor typed is mailed to a stranger.
 *
 * @returns the address as it is written to, and the code to mail
 * @throws InvalidError for what is no address; NotFoundError before anything was said
 */
export async function askForCopy(
  crm: CrmCore,
  visit: Browser,
  typed: string,
): Promise<{ email: string; code: string }> {
  const email = validate(emailAddress(), typed, 'e-mail address');
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const chat = await begun(crm, visit);
  const expiresAt = new Date(crm.now().getTime() + GOOD_MS);
  await changeVisitorChat(crm, chat.workspaceId, chat.id, () => ({
    copyTo: { email, codeHash: hashOf(visit, code), expiresAt, tries: 0 },
  }));
  return { email, code };
}

/**
 * The code that was mailed, typed in: good once, for fifteen minutes and five attempts.
 *
 * @returns the chat, and where its copy goes
 * @throws InvalidError when it is not the code
 */
export async function confirmCopy(
  crm: CrmCore,
  visit: Browser,
  code: string,
): Promise<{ chat: VisitorChatRecord; email: string }> {
  const { id, workspaceId } = await begun(crm, visit);
  let email: string | undefined;
  const { chat } = await changeVisitorChat(crm, workspaceId, id, (current) => {
    const { copyTo } = current;
    const isOpen = copyTo && copyTo.expiresAt > crm.now() && copyTo.tries < MOST_TRIES;
    email = isOpen && copyTo.codeHash === hashOf(visit, code.trim()) ? copyTo.email : undefined;
    if (email) return { copyTo: null };
    return isOpen ? { copyTo: { ...copyTo, tries: copyTo.tries + 1 } } : undefined;
  });
  if (!email) throw new InvalidError('That is not the code, or it is too old. Please ask for another one.');
  return { chat, email };
}

async function begun(crm: CrmCore, visit: Browser): Promise<VisitorChatRecord> {
  const chat = await chatOfVisitor(crm, visit);
  if (!chat) throw new NotFoundError('chat', 'of this browser');
  return chat;
}

/** Who reads the record cannot try out the million codes: they do not see the hash of the browser's key. */
const hashOf = ({ keyHash }: Browser, code: string): string =>
  createHash('sha256').update(`${keyHash}:${code}`).digest('hex');
