import type { FocusItem } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { isId } from '@clianta/crm-core/entity/ids';
import { foldWords } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment, type AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import type { ToolContext } from '../../../tool.ts';
import { anyRecord } from '../../../tools/any-record.ts';
import { AskBack } from '../../../tools/ask-back.ts';
import { formatDay, sizeInWords } from '../../../tools/format.ts';

const MOST_OPTIONS = 6;
/** What points at the file that is spoken of, and names none. */
const POINTED =
  /^(?:(?:this|that|the|it|my|last|attached|new|same|uploaded)\s*)*(?:file|attachment|document|doc|pdf|picture|photo|image|one)?$/i;

/** Files that the conversation has in mind, the newest first. */
export async function filesInMind(context: ToolContext): Promise<AttachmentRecord[]> {
  const ids = context.focus.filter(({ entity }) => entity === Attachment.name).map(({ id }) => id);
  const found = await context.crm.records(Attachment).getMany(context.scope, ids);
  return ids.flatMap((id) => {
    const file = found.get(id);
    return file && !file.isDeleted ? [file] : [];
  });
}

/**
 * The one file that is meant: by its id or words of its name, else the one that was spoken of last.
 *
 * @throws AskBack when several are called so, InvalidError when there is none
 */
export async function theFile(context: ToolContext, said: string | undefined): Promise<AttachmentRecord> {
  const name = said?.trim() ?? '';
  if (isId(name)) return context.crm.records(Attachment).get(context.scope, name);
  const near = await filesInMind(context);
  if (POINTED.test(name)) {
    const [newest] = near;
    if (newest) return newest;
    throw new InvalidError(
      'No file is spoken of here yet. Drop one into the chat, or ask for those of a record: “files of Acme”.',
    );
  }
  const words = foldWords(name);
  const isCalled = (file: AttachmentRecord) => {
    const own = foldWords(file.name);
    return words.every((word) => own.some((one) => one.startsWith(word)));
  };
  const known = near.filter(isCalled);
  const found =
    known.length > 0
      ? known
      : (await context.crm.records(Attachment).find(context.scope, { search: name, limit: MOST_OPTIONS }))
          .records;
  const [first, ...others] = found;
  if (!first) throw new InvalidError(`I find no file called “${name}”.`);
  if (others.length === 0) return first;
  throw new AskBack({
    text: `Which file do you mean by “${name}”?`,
    options: found.slice(0, MOST_OPTIONS).map((file) => ({
      label: file.name,
      detail: `${sizeInWords(file.bytes)}, ${formatDay(file.createdAt, context)}`,
      value: file.id,
    })),
    argument: 'file',
  });
}

/** The file that is meant: by its name, or the newest of a record. */
export async function fileMeant(
  context: ToolContext,
  of: string | undefined,
  file: string | undefined,
): Promise<AttachmentRecord> {
  if (file || !of) return theFile(context, file);
  const record = await anyRecord(context, of, 'of');
  const [newest] = record ? await filesOf(context, record) : [];
  if (!newest) throw new InvalidError(`There is no file of ${record?.title ?? `“${of}”`}.`);
  return newest;
}

/** The files of a record, the newest first. */
export async function filesOf(
  { crm, scope }: ToolContext,
  { entity, id }: FocusItem,
): Promise<AttachmentRecord[]> {
  const { records } = await crm.records(Attachment).find(scope, {
    where: [
      { field: 'entity', op: 'eq', value: entity },
      { field: 'recordId', op: 'eq', value: id },
    ],
    limit: 50,
  });
  return records;
}

/** A file as a conversation keeps it in mind. */
export const fileInMind = ({ id, name }: AttachmentRecord) => ({ entity: Attachment.name, id, title: name });
