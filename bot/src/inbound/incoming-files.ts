import { Readable } from 'node:stream';
import { sizeInWords } from '@clianta/agents/tools/format';
import type { ChatMessageRecord } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { operation, type Scope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment, type AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import { kindOfName, mostBytesOf } from '@clianta/crm-core/files/file-kinds';
import { errorBody } from '../api/http-error.ts';
import type { IncomingFile, IncomingMessage } from '../channel.ts';

const MOST_FILES = 10;
/** More than these are not even named. */
const MOST_NAMED = 20;

type Kept = NonNullable<ChatMessageRecord['files']>[number];

/**
 * Keeps the files of a message, as its writer's own; of one that is not kept, why. The same message again keeps nothing
 * twice. None throws.
 */
export async function keptFiles(
  crm: CrmCore,
  scope: Scope,
  { channel, externalId, files = [] }: Pick<IncomingMessage, 'channel' | 'externalId' | 'files'>,
): Promise<Kept[]> {
  const kept: Kept[] = [];
  // one after the other: each is in memory as a whole
  for (const [at, file] of files.slice(0, MOST_NAMED).entries()) {
    const own = { ...scope, operation: operation(`file.${channel}.${externalId}.${at}`) };
    kept.push(await keptFile(crm, own, file, at));
  }
  return kept;
}

async function keptFile(crm: CrmCore, scope: Scope, file: IncomingFile, at: number): Promise<Kept> {
  const { name, mediaType = 'application/octet-stream', size = 0 } = file;
  const said = { name: name.slice(0, 255) || 'file', mediaType: mediaType.slice(0, 200), size };
  const problem = problemOf(file, at);
  if (problem) return { ...said, problem };
  try {
    const saved = await (file.fileId ? ownFile(crm, scope, file.fileId) : saveFile(crm, scope, file));
    return { name: saved.name, mediaType: saved.mime, size: saved.bytes, fileId: saved.id };
  } catch (error) {
    return { ...said, problem: errorBody(error).body.error.message.slice(0, 300) };
  }
}

async function saveFile(crm: CrmCore, scope: Scope, { name, read }: IncomingFile): Promise<AttachmentRecord> {
  return crm.files.save(scope, { name: name || 'file', stream: Readable.from([Buffer.from(await read())]) });
}

/** One that was sent in before its message. @throws InvalidError for another person's */
async function ownFile(crm: CrmCore, scope: Scope, id: string): Promise<AttachmentRecord> {
  const file = await crm.records(Attachment).get(scope, id);
  if (file.uploaderId !== scope.actor.id) throw new InvalidError('That file is not yours to send.');
  return file;
}

function problemOf({ name, size = 0 }: IncomingFile, at: number): string | undefined {
  if (at >= MOST_FILES) return `a message can have ${MOST_FILES} files`;
  const kind = kindOfName(name);
  const most = kind && mostBytesOf(kind);
  if (most !== undefined && size > most)
    return `it has ${sizeInWords(size)}, and ${sizeInWords(most)} is the most I can take`;
  return undefined;
}
