import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { CrmCore } from '../crm-core.ts';
import { requireAccess } from '../entity/access.ts';
import type { Entity } from '../entity/define-entity.ts';
import type { Scope } from '../entity/scope.ts';
import { InvalidError } from '../errors.ts';
import { Attachment, type AttachmentRecord } from './attachment/attachment.schema.ts';
import { cleanName } from './clean-name.ts';
import { contentKind, HEAD_BYTES, type NamedKind } from './content-kind.ts';
import { extractText } from './extract-text.ts';
import { mostBytesOf } from './file-kinds.ts';
import { type ByteRange, type FileStore, FileStoreError, MissingContentError } from './file-store.ts';
import { FileTexts } from './file-texts.ts';
import { Measured } from './measured.ts';
import { peek } from './peek.ts';
import { asKept, isDrawn } from './picture.ts';
import { textWayOf } from './text/text-kinds.ts';

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

interface OpenFile {
  file: AttachmentRecord;
  stream: Readable;
}

/** Where the contents of a file are, which no reader is shown. */
interface Keys {
  storageKey?: string | undefined;
  thumbKey?: string | undefined;
}

/**
 * Files: their contents in the file store, what is known of them as records (`Attachment`), with the rights of the
 * record that they belong to.
 *
 * ```ts
 * const stream = Readable.from([csv]);
 * const file = await crm.files.save(scope, { name: 'forecast.csv', stream, conversationId });
 * return { text: 'Here it is.', cards: [fileCard(file)] };
 * ```
 */
export class Files {
  /** What can be read in files. */
  readonly texts: FileTexts;
  readonly #crm: CrmCore;
  readonly #store: FileStore | undefined;

  constructor(crm: CrmCore, store: FileStore | undefined) {
    this.#crm = crm;
    this.#store = store;
    this.texts = new FileTexts(crm, () => this.store);
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
   * Keeps a file. It is read as it comes and is kept whole or not at all; its text is read later.
   *
   * @throws FileTooBigError over 25 MB, 50 MB of a table, 500 MB of sound; InvalidError for a kind of file that is not taken, or another
   * than its name says; NotFoundError when there is no such record; ForbiddenError; FileStoreError
   */
  async save(
    scope: Scope,
    { name: given, stream, of, conversationId }: FileToSave,
  ): Promise<AttachmentRecord> {
    requireAccess(Attachment, scope, 'create');
    if (of) await this.#requireRecord(scope, of);
    const { head, whole } = await peek(stream, HEAD_BYTES);
    const named = await contentKind(cleanName(given), head);
    const { kind, name } = named;
    const kept = await this.#keep(scope.workspaceId, named, whole);
    const isReadable = textWayOf(kind.mime) !== undefined;
    try {
      // what a file is made of comes from its content, never from the values of a request
      const file = await this.#records.create(
        { ...scope, role: 'system' },
        {
          name,
          mime: kind.mime,
          bytes: kept.bytes,
          sha256: kept.sha256,
          storageKey: kept.storageKey,
          ...(kept.thumbKey && { thumbKey: kept.thumbKey }),
          hasThumb: kept.thumbKey !== undefined,
          textState: isReadable ? 'waiting' : 'none',
          ...(scope.actor.type !== 'visitor' && { uploaderId: scope.actor.id }),
          ...(of && { entity: of.entity, recordId: of.id }),
          ...(conversationId && { conversationId }),
        },
      );
      // the same operation again: its file is there already, and this content is one too many
      if ((await this.#keysOf(file.id)).storageKey !== kept.storageKey) await this.#removeContents(kept);
      if (isReadable) await this.#readLater(file);
      return file;
    } catch (error) {
      await this.#removeContents(kept).catch(() => {});
      throw error;
    }
  }

  /**
   * @param range - a part of its content
   * @throws NotFoundError for one in the trash, or that the scope may not see; MissingContentError
   */
  async open(scope: Scope, id: string, range?: ByteRange): Promise<OpenFile> {
    const file = await this.#records.get(scope, id);
    const { storageKey } = await this.#keysOf(id);
    if (!storageKey) throw new MissingContentError();
    return { file, stream: await this.store.open(storageKey, range) };
  }

  /** A small picture of it, as WebP. @throws as `open` */
  async openThumbnail(scope: Scope, id: string): Promise<Readable> {
    await this.#records.get(scope, id);
    const { thumbKey } = await this.#keysOf(id);
    if (!thumbKey) throw new MissingContentError();
    return this.store.open(thumbKey);
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

  /** Files that came with a message of this conversation are no longer swept away. */
  async said(workspaceId: string, conversationId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#crm.store
      .model(Attachment.name)
      .updateMany(
        { workspaceId, _id: { $in: ids }, conversationId: { $exists: false } },
        { $set: { conversationId } },
      );
  }

  /** Moves the file to the trash; its content stays until it can no longer be restored. */
  remove(scope: Scope, id: string): Promise<AttachmentRecord> {
    return this.#records.delete(scope, id);
  }

  async #keep(workspaceId: string, { name, kind }: NamedKind, content: AsyncGenerator<Uint8Array>) {
    const mostBytes = mostBytesOf(kind);
    if (!isDrawn(kind.mime)) {
      const { key, ...rest } = await this.store.put(workspaceId, content, mostBytes);
      return { ...rest, storageKey: key, thumbKey: undefined };
    }
    // a picture is decoded as a whole
    const given = await buffer(Readable.from(new Measured(content, mostBytes)));
    const picture = await asKept(name, given);
    const { key, ...rest } = await this.store.put(
      workspaceId,
      once(picture.content),
      Number.POSITIVE_INFINITY,
    );
    const thumb = await this.store.put(workspaceId, once(picture.thumbnail), mostBytes);
    return { ...rest, storageKey: key, thumbKey: thumb.key };
  }

  async #readLater({ id, workspaceId }: AttachmentRecord): Promise<void> {
    await this.#crm.enqueue(extractText, { fileId: id }, { workspaceId, key: `extract_text ${id}` });
  }

  async #removeContents({ storageKey, thumbKey }: Keys): Promise<void> {
    for (const key of [storageKey, thumbKey]) if (key) await this.store.remove(key);
  }

  /** Who may change records like it may add files to it. */
  async #requireRecord(scope: Scope, { entity: name, id }: FileOf): Promise<void> {
    const entity: Entity | undefined = this.#crm.store.entities.get(name);
    if (!entity || entity.name === Attachment.name)
      throw new InvalidError(`A file cannot belong to a "${name}".`, { entity: 'is unknown' });
    requireAccess(entity, scope, entity.isReadOnly ? 'read' : 'update');
    await this.#crm.records(entity).get(scope, id);
  }

  async #keysOf(id: string): Promise<Keys> {
    const found = await this.#crm.store
      .model(Attachment.name)
      .findOne({ _id: id })
      .select({ storageKey: 1, thumbKey: 1 })
      .lean<Keys>();
    return found ?? {};
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
