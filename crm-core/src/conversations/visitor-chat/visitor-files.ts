import type { CrmCore } from '../../crm-core.ts';
import { requireAccess } from '../../entity/access.ts';
import { operation, type Scope } from '../../entity/scope.ts';
import { InvalidError, NotFoundError } from '../../errors.ts';
import { type FileKind, kindOfName } from '../../files/file-kinds.ts';
import { Measured } from '../../files/measured.ts';
import { visitorScope } from './change-visitor-chat.ts';
import { MOST_VISITOR_FILES, VisitorChat, type VisitorChatRecord } from './visitor-chat.schema.ts';
import { addVisitorMessage, chatOrNew, type Visit } from './visitor-chats.ts';

/** The most that a file of a visitor may have, in bytes. */
const MOST_VISITOR_BYTES = 10 * 2 ** 20;
const GROUPS: ReadonlySet<FileKind['group']> = new Set(['document', 'table', 'text', 'image']);

interface VisitorFile {
  /** What the page calls the message; sent again it is the same one. */
  id: string;
  name: string;
  stream: AsyncIterable<Uint8Array>;
}

/**
 * Keeps a file that a visitor sends, as a message of its own. It belongs to the chat and is text from outside.
 *
 * @throws InvalidError for a kind that is not taken, or when there are too many; FileTooBigError over 10 MB
 */
export async function visitorSends(
  crm: CrmCore,
  visit: Visit,
  { id, name, stream }: VisitorFile,
): Promise<VisitorChatRecord> {
  const kind = kindOfName(name);
  if (!kind || !GROUPS.has(kind.group))
    throw new InvalidError('We take pictures, documents, tables and texts, for example a PDF or a PNG.');
  const { workspaceId } = visit;
  const chat = await chatOrNew(crm, visit);
  if (chat.messages.some((one) => one.id === id)) return chat;
  if (chat.messages.filter(({ file }) => file).length >= MOST_VISITOR_FILES)
    throw new InvalidError(`We take ${MOST_VISITOR_FILES} files in a chat, and these are here already.`);
  const scope = { ...visitorScope(workspaceId), operation: operation(`visitor-file.${chat.id}.${id}`) };
  const saved = await crm.files.save(scope, {
    name,
    stream: new Measured(stream, MOST_VISITOR_BYTES),
    of: { entity: VisitorChat.name, id: chat.id },
  });
  const file = { id: saved.id, name: saved.name, mime: saved.mime, bytes: saved.bytes };
  return addVisitorMessage(crm, workspaceId, chat.id, { id, text: '', file });
}

/**
 * A file of a visitor, for whoever may read the chat.
 *
 * @throws NotFoundError for one that was not sent there; MissingContentError
 */
export async function openVisitorFile(crm: CrmCore, scope: Scope, chatId: string, fileId: string) {
  requireAccess(VisitorChat, scope, 'read');
  const { messages } = await crm.records(VisitorChat).get(scope, chatId);
  if (!messages.some(({ file }) => file?.id === fileId)) throw new NotFoundError('file', fileId);
  return crm.files.open(visitorScope(scope.workspaceId), fileId);
}
