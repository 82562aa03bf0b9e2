import { buffer, text } from 'node:stream/consumers';
import type { CrmCore } from '../crm-core.ts';
import { writeDerived } from '../entity/derived-values.ts';
import type { StoredDocument } from '../entity/outbox.ts';
import type { Scope } from '../entity/scope.ts';
import { Attachment, type AttachmentRecord } from './attachment/attachment.schema.ts';
import { type FileStore, MissingContentError } from './file-store.ts';
import { type FileText, readText } from './text/read-text.ts';
import { textWayOf } from './text/text-kinds.ts';

const PAGE_END = '\f';
/** The text of the longest file, with letters of four bytes. */
const MOST_BYTES = 5 * 2 ** 20;

type Stored = StoredDocument & AttachmentRecord & { storageKey: string; textKey?: string };

/** The text of a file, read once and kept beside it. */
export class FileTexts {
  readonly #crm: CrmCore;
  readonly #store: () => FileStore;

  constructor(crm: CrmCore, store: () => FileStore) {
    this.#crm = crm;
    this.#store = store;
  }

  /**
   * The text by page; reads it now where that still waits. Text of a file is from outside: whoever reads it under the
   * scope is told so.
   *
   * @throws NotFoundError for a file that the scope may not see
   */
  async of(scope: Scope, id: string): Promise<FileText> {
    const file = await this.#crm.records(Attachment).get(scope, id);
    scope.onOutside?.(`the file ${file.name}`);
    const document = await this.#stored(id);
    if (!document) throw new MissingContentError();
    return document.textState === 'waiting' ? this.#read(document) : this.#kept(document);
  }

  /** Reads the text of a file that waits for it; of one that does not, or is gone, nothing. */
  async readWaiting(id: string): Promise<void> {
    const document = await this.#stored(id);
    if (document && !document.isDeleted && document.textState === 'waiting') await this.#read(document);
  }

  async #read(document: Stored): Promise<FileText> {
    const way = textWayOf(document.mime);
    const store = this.#store();
    const found: FileText = way
      ? await readText(await buffer(await store.open(document.storageKey)), way)
      : { none: true };
    if ('pages' in found) {
      const bytes = Buffer.from(found.pages.join(PAGE_END));
      const { key } = await store.put(document.workspaceId, only(bytes), MOST_BYTES);
      await this.#write(document, { textState: 'done', textKey: key });
    } else if ('problem' in found)
      await this.#write(document, { textState: 'failed', textProblem: found.problem });
    else await this.#write(document, { textState: 'none' });
    return found;
  }

  async #kept({ textState, textProblem, textKey }: Stored): Promise<FileText> {
    if (textState === 'failed') return { problem: textProblem ?? 'it cannot be read' };
    if (!textKey) return { none: true };
    return { pages: (await text(await this.#store().open(textKey))).split(PAGE_END) };
  }

  async #write(document: Stored, set: Record<string, unknown>): Promise<void> {
    const writes = [{ document, set }];
    const options = { at: this.#crm.now(), isBulk: false };
    await writeDerived(this.#crm.store, Attachment as never, document.workspaceId, writes, options);
  }

  async #stored(id: string): Promise<Stored | undefined> {
    const found = await this.#crm.store.model(Attachment.name).findOne({ _id: id }).lean<Stored>();
    return found ?? undefined;
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
