import { isId } from '@clianta/crm-core/entity/ids';
import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { type FileKind, kindOfName } from '@clianta/crm-core/files/file-kinds';
import type { ToolContext } from '../tool.ts';

const LOOKED_AT = 20;
/** A file without a conversation was just put into the console by the same person. */
const RECENT_MS = 60 * 60_000;

export interface MeantFile {
  id: string;
  name: string;
}

/**
 * The file that is meant: by its id or name, else the newest of the conversation, of these groups of kinds.
 *
 * @throws InvalidError saying what to do when there is none
 */
export async function fileMeant(
  { crm, scope, conversationId, now }: ToolContext,
  name: string | undefined,
  groups: ReadonlyArray<FileKind['group']>,
): Promise<MeantFile> {
  if (name && isId(name)) return crm.records(Attachment).get(scope, name);
  const own = { workspaceId: scope.workspaceId, uploaderId: scope.actor.id, isDeleted: false };
  const model = crm.store.model(Attachment);
  const newest = (filter: Record<string, unknown>) =>
    model
      .find({ ...own, ...filter })
      .sort({ createdAt: -1 })
      .limit(LOOKED_AT)
      .select('name')
      .lean<Array<{ _id: string; name: string }>>();
  const here = await newest({ conversationId });
  const recent = {
    conversationId: { $exists: false },
    createdAt: { $gte: new Date(now.getTime() - RECENT_MS) },
  };
  const files = here.length > 0 ? here : await newest(recent);
  const wanted = name?.toLowerCase().replace(/^(?:the|this|that|my)\s+/, '');
  const isNamed =
    wanted !== undefined && !/^(?:it|file|csv|excel|sheet|spreadsheet|table|list|attachment)s?$/.test(wanted);
  const fits = files.filter((file) => {
    const kind = kindOfName(file.name);
    return (
      kind &&
      groups.some((group) => group === kind.group) &&
      (!isNamed || file.name.toLowerCase().includes(wanted))
    );
  });
  const [found] = fits;
  if (found) return { id: found._id, name: found.name };
  if (isNamed && files.length > 0)
    throw new InvalidError(
      `There is no file “${name}” in this conversation. I see ${files
        .map((one) => one.name)
        .slice(0, 5)
        .join(', ')}.`,
    );
  throw new InvalidError(
    'I see no such file in this conversation. Attach it to your message, or upload it under Imports in the console.',
  );
}
