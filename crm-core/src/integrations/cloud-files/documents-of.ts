import { buffer } from 'node:stream/consumers';
import { CallRecording } from '../../crm/call-recording/call-recording.schema.ts';
import { type HeardCall, heardCall } from '../../crm/call-recording/heard-call.ts';
import { transcriptText } from '../../crm/call-recording/transcript/transcript-text.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { Entity } from '../../entity/define-entity.ts';
import type { Scope } from '../../entity/scope.ts';
import { Attachment, type AttachmentRecord } from '../../files/attachment/attachment.schema.ts';
import { cleanName } from '../../files/clean-name.ts';

/** Most files of a record that go at once. */
const MOST_FILES = 20;

/** Something to read that belongs to a record. */
export interface RecordDocument {
  /** The record that it is of, which it goes with when that is erased. */
  entity: string;
  recordId: string;
  name: string;
  /** Media type. */
  type: string;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * What there is to read of a record: of a call who said what, of a file its content, of anything else its files, the newest
 * first.
 */
export async function documentsOf(
  crm: CrmCore,
  scope: Scope,
  entity: Pick<Entity, 'name'>,
  id: string,
): Promise<RecordDocument[]> {
  const own = entity.name === CallRecording.name ? transcriptOf(await heardCall(crm, scope, id)) : undefined;
  if (own) return [own];
  if (entity.name === Attachment.name)
    return [fileDocument(crm, scope, await crm.records(Attachment).get(scope, id))];
  const { records } = await crm.records(Attachment).find(scope, {
    where: [
      { field: 'entity', op: 'eq', value: entity.name },
      { field: 'recordId', op: 'eq', value: id },
    ],
    limit: MOST_FILES,
  });
  return records.map((file) => fileDocument(crm, scope, file));
}

/** @returns undefined for a call that nobody has listened to yet */
export function transcriptOf(call: HeardCall): RecordDocument | undefined {
  if (call.segments.length === 0) return undefined;
  const day = call.at.toISOString().slice(0, 10);
  return {
    entity: CallRecording.name,
    recordId: call.id,
    name: cleanName(`${day} ${call.title.replace(/[/\\]/g, '-')}.txt`),
    type: 'text/plain',
    bytes: async () =>
      new Uint8Array(Buffer.from(`${call.title}\n${day}\n\n${transcriptText(call.segments)}`)),
  };
}

export function fileDocument(crm: CrmCore, scope: Scope, file: AttachmentRecord): RecordDocument {
  const { id, name, mime: type } = file;
  return {
    entity: Attachment.name,
    recordId: id,
    name,
    type,
    bytes: async () => new Uint8Array(await buffer((await crm.files.open(scope, id)).stream)),
  };
}
