import type { Readable } from 'node:stream';
import type { CrmCore } from '../crm-core.ts';
import { requireAccess } from '../entity/access.ts';
import type { Entity } from '../entity/define-entity.ts';
import type { Scope } from '../entity/scope.ts';
import { InvalidError } from '../errors.ts';
import { Attachment, type AttachmentRecord } from './attachment/attachment.schema.ts';
import { cleanName } from './clean-name.ts';
import { kindOfName, mostBytesOf } from './file-kinds.ts';
import { type ByteRange, type FileStore, FileStoreError, MissingContentError } from './file-store.ts';

/** The record that a file belongs to. */
export interface FileOf {
  /** The name of the entity: `company`. */
  entity: string;
  id: string;
}

export interface FileToSave {
  /** As its sender calls it; folders and what is no letter to show are taken off. */
  name: string;
  stream: AsyncIterable<Uint8Array>;
  /** Absent: it is the uploader's alone until it is attached. */
  of?: FileOf;
  /** The conversation that it came with, or was made in: without that and without a record it is removed after a day. */
  conversationId?: string;
}

export interface OpenFile {
  file: AttachmentRecord;
  stream: Readable;
}

/**
 * Files: their contents in the file store, what is known of them as records (`Attachment`), with the rights of the
 * record that they belong to.
 *
 * ```ts
 * const file = await crm.files.save(scope, { name: 'forecast.csv', stream: Readable.from(rows), of: { entity: 'company', id } });
 * const { stream } = await crm.files.open(scope, file.id);
 * ```
 */
export class Files {
  readonly #crm: CrmCore;
  readonly #store: FileStore | undefined;

  constructor(crm: CrmCore, store: FileStore | undefined) {
    this.#crm = crm;
    this.#store = store;
  }

  /** @throws FileStoreError where this process was given no place for files */
  get store(): FileStore {
    if (!this.#store) throw new FileStoreError('Files cannot be kept here: no place for them is set up.');
    return this.#store;
  }

  get #records() {
    return this.#crm.records(Attachment);
  }

  /**
   * Keeps a file. It is read as it comes and is kept whole or not at all.
   *
   * @throws FileTooBigError over 25 MB, 50 MB of a table; InvalidError for a kind of file that is not taken; NotFoundError
   * when there is no such record; ForbiddenError; FileStoreError
   */
  async save(
    scope: Scope,
    { name: given, stream, of, conversationId }: FileToSave,
  ): Promise<AttachmentRecord> {
    requireAccess(Attachment, scope, 'create');
    const name = cleanName(given);
    const kind = kindOfName(name);
    if (!kind)
      throw new InvalidError(`I do not take files like ${name}.`, {
        name: 'is no kind of file that is taken',
      });
    if (of) await this.#requireRecord(scope, of);
    const stored = await this.store.put(scope.workspaceId, stream, mostBytesOf(kind));
    try {
      // what a file is made of comes from its content, never from the values of a request
      const file = await this.#records.create(
        { ...scope, role: 'system' },
        {
          name,
          mime: kind.mime,
          bytes: stored.bytes,
          sha256: stored.sha256,
          storageKey: stored.key,
          uploaderId: scope.actor.id,
          ...(of && { entity: of.entity, recordId: of.id }),
          ...(conversationId && { conversationId }),
        },
      );
      // the same operation again: its file is there already, and this content is one too many
      if ((await this.#keysOf(file.id)).storageKey !== stored.key) await this.store.remove(stored.key);
      return file;
    } catch (error) {
      await this.store.remove(stored.key).catch(() => {});
      throw error;
    }
  }

  /** @throws NotFoundError for one in the trash, or that the scope may not see; MissingContentError */
  async open(scope: Scope, id: string, range?: ByteRange): Promise<OpenFile> {
    const file = await this.#records.get(scope, id);
    const { storageKey } = await this.#keysOf(id);
    if (!storageKey) throw new MissingContentError();
    return { file, stream: await this.store.open(storageKey, range) };
  }

  /**
   * Moves the file to another record; null: to none, then it is its uploader's alone.
   *
   * @throws NotFoundError when there is no such record; ForbiddenError when the scope may not change records like it
   */
  async attach(scope: Scope, id: string, of: FileOf | null): Promise<AttachmentRecord> {
    if (of) await this.#requireRecord(scope, of);
    return this.#records.update(scope, id, { entity: of?.entity ?? null, recordId: of?.id ?? null });
  }

  /** Moves the file to the trash; its content stays until it can no longer be restored. */
  remove(scope: Scope, id: string): Promise<AttachmentRecord> {
    return this.#records.delete(scope, id);
  }

  /** Who may change records like it may add files to it. */
  async #requireRecord(scope: Scope, { entity: name, id }: FileOf): Promise<void> {
    const entity: Entity | undefined = this.#crm.store.entities.get(name);
    if (!entity || entity.name === Attachment.name)
      throw new InvalidError(`A file cannot belong to a "${name}".`, { entity: 'is unknown' });
    requireAccess(entity, scope, entity.isReadOnly ? 'read' : 'update');
    await this.#crm.records(entity).get(scope, id);
  }

  /** Where its contents are, which no reader is shown. */
  async #keysOf(id: string): Promise<{ storageKey?: string; thumbKey?: string; textKey?: string }> {
    const found = await this.#crm.store
      .model(Attachment.name)
      .findOne({ _id: id })
      .select({ storageKey: 1, thumbKey: 1, textKey: 1 })
      .lean<{ storageKey?: string; thumbKey?: string; textKey?: string }>();
    return found ?? {};
  }
}
