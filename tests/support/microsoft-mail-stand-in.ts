import { type GraphAnswer, type GraphCall, graphError } from './microsoft-wire.ts';

interface StoodMail {
  id: string;
  folder: string;
  receivedAt: Date;
  messageId: string;
  isDraft: boolean;
  mime: Buffer;
  to: string[];
  cc: string[];
  bcc: string[];
  files: Array<{ name: string; bytes: Buffer }>;
}

const FOLDERS = ['inbox', 'sentitems', 'archive', 'deleteditems', 'drafts', 'junkemail'];
const notFound: GraphAnswer = [
  404,
  graphError('ErrorItemNotFound', 'The specified object was not found in the store.'),
];

/** Mailboxes as Graph v1.0 gives them: folders with deltas, sources, drafts that are sent. */
export class MicrosoftMailStandIn {
  readonly mails = new Map<string, StoodMail>();
  pageSize = 100;
  lost: { status: number; code: string } | undefined;
  /** The folders that there are. */
  folders = new Set(FOLDERS);
  /** Message-IDs of its own, instead of those that mails bring. */
  renames = false;
  /** What was handed over is still under way. */
  isSlow = false;
  #made = 0;
  readonly #uploads = new Map<string, { mail: StoodMail; name: string; size: number; bytes: Buffer }>();
  readonly #arrivals: Array<{ id: string; folder: string }> = [];

  clear(): void {
    this.mails.clear();
    this.#arrivals.length = 0;
    this.pageSize = 100;
    this.lost = undefined;
    this.folders = new Set(FOLDERS);
    this.renames = false;
    this.isSlow = false;
  }

  /** A mail lies in a folder. @param isTold - by the next delta */
  put(source: string, folder = 'inbox', receivedAt = new Date(), isTold = true): string {
    const mime = Buffer.from(source.replace(/\r?\n/g, '\r\n'));
    const id = `AAkALgAA${String(++this.#made).padStart(140, '0')}`;
    const messageId = /^message-id:\s*(<[^>]+>)/im.exec(source)?.[1] ?? `<${id}@stand.example>`;
    this.mails.set(id, {
      id,
      folder,
      receivedAt,
      messageId,
      isDraft: false,
      mime,
      to: [],
      cc: [],
      bcc: [],
      files: [],
    });
    if (isTold) this.#arrivals.push({ id, folder });
    return id;
  }

  in(folder: string): StoodMail[] {
    return [...this.mails.values()].filter((one) => one.folder === folder);
  }

  /** A part of a large file; whoever has its address may send it, and nobody says who they are. */
  upload(key: string, range: string, bytes: Buffer, isSigned: boolean): GraphAnswer {
    const one = this.#uploads.get(key);
    const [, from = '', to = '', size = ''] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range) ?? [];
    const isNext = one?.bytes.length === Number(from) && Number(to) - Number(from) + 1 === bytes.length;
    if (!one || isSigned || !isNext || Number(size) !== one.size || bytes.length > 4 * 1024 * 1024)
      return [400, graphError('ErrorInvalidRequest', 'The range is not the one that is expected.')];
    one.bytes = Buffer.concat([one.bytes, bytes]);
    if (one.bytes.length < one.size) return [200, { nextExpectedRanges: [String(one.bytes.length)] }];
    one.mail.files.push({ name: one.name, bytes: one.bytes });
    this.#uploads.delete(key);
    return [201];
  }

  /** @returns undefined for what is not of mail */
  answer(call: GraphCall): GraphAnswer | undefined {
    const { method, path, query } = call;
    const [, named, rest = ''] = /^\/me\/mailFolders\/([^/]+)(\/.*)?$/.exec(decodeURIComponent(path)) ?? [];
    if (named) {
      const folder = named.replace(/^id-of-/, '');
      if (!this.folders.has(folder)) return notFound;
      if (rest === '') return [200, { id: `id-of-${folder}` }];
      if (rest === '/messages/delta') return this.#delta(folder, call);
      if (rest === '/messages') return this.#list(folder, call);
      return undefined;
    }
    if (path === '/me/messages' && method === 'GET') return this.#found(query.get('$filter') ?? '');
    if (path === '/me/messages' && method === 'POST') return this.#draft(call);
    const [, id = '', act] = /^\/me\/messages\/([^/]+)(?:\/(.+))?$/.exec(decodeURIComponent(path)) ?? [];
    if (!id) return undefined;
    const mail = this.mails.get(id);
    if (!mail) return notFound;
    if (act === 'attachments')
      return [200, { value: mail.files.map(({ name, bytes }) => ({ name, size: bytes.length + 200 })) }];
    if (act === 'attachments/createUploadSession') {
      const { name, size } = call.body.AttachmentItem as { name: string; size: number };
      const key = String(++this.#made);
      this.#uploads.set(key, { mail, name, size, bytes: Buffer.alloc(0) });
      return [201, { uploadUrl: `${call.base}/upload/${key}`, nextExpectedRanges: ['0-'] }];
    }
    if (act === '$value') return [200, mail.mime];
    if (act === 'move') {
      mail.folder = String(call.body.destinationId);
      return [201, this.#read(mail)];
    }
    if (act === 'send') return this.#send(mail);
    if (method === 'PATCH') {
      const of = (field: string) =>
        ((call.body[field] ?? []) as Array<{ emailAddress: { address: string } }>).map(
          ({ emailAddress }) => emailAddress.address,
        );
      Object.assign(mail, { to: of('toRecipients'), cc: of('ccRecipients'), bcc: of('bccRecipients') });
    }
    return [200, this.#read(mail)];
  }

  #draft({ body, headers }: GraphCall): GraphAnswer {
    if (headers['content-type'] !== 'text/plain')
      return [400, graphError('RequestBodyRead', 'The body is no MIME.')];
    const mime = Buffer.from(String(body.mime), 'base64');
    if (String(body.mime).length > 4 * 1024 * 1024)
      return [413, graphError('ErrorMessageSizeExceeded', 'The message exceeds the maximum supported size.')];
    const id = this.put(mime.toString(), 'drafts', new Date(), false);
    const mail = this.mails.get(id) as StoodMail;
    mail.isDraft = true;
    if (this.renames) {
      const own = `<${id.slice(-6)}@outlook.example>`;
      mail.mime = Buffer.from(mime.toString().replace(mail.messageId, own));
      mail.messageId = own;
    }
    return [201, this.#read(mail)];
  }

  #send(mail: StoodMail): GraphAnswer {
    if (!mail.isDraft) return [400, graphError('ErrorInvalidOperation', 'The message was sent already.')];
    if (mail.to.length + mail.cc.length + mail.bcc.length === 0)
      return [400, graphError('ErrorInvalidRecipients', 'At least one recipient is not valid.')];
    if (this.isSlow) mail.folder = 'outbox';
    else this.deliver(mail.id);
    return [202];
  }

  /** What was handed over goes out. */
  deliver(id: string): void {
    const mail = this.mails.get(id);
    if (!mail) return;
    mail.isDraft = false;
    mail.folder = 'sentitems';
    this.#arrivals.push({ id, folder: mail.folder });
  }

  #found(filter: string): GraphAnswer {
    const [, messageId] = /^internetMessageId eq '(.+)'$/.exec(filter) ?? [];
    if (!messageId) return [400, graphError('ErrorInvalidUrlQueryFilter', 'The query filter is not valid.')];
    const found = [...this.mails.values()].filter((one) => one.messageId === messageId);
    return [200, { value: found.map((one) => this.#read(one)) }];
  }

  #list(folder: string, { query, base, path }: GraphCall): GraphAnswer {
    const times = /receivedDateTime ge (\S+) and receivedDateTime lt (\S+)/.exec(query.get('$filter') ?? '');
    if (!times) return [400, graphError('ErrorInvalidUrlQueryFilter', 'The query filter is not valid.')];
    const [from, to] = times.slice(1).map((text) => new Date(text));
    const skip = Number(query.get('$skip') ?? 0);
    const all = this.in(folder)
      .filter(({ receivedAt }) => from && to && receivedAt >= from && receivedAt < to)
      .toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime());
    const next = new URL(`${base}${path}?${query}`);
    next.searchParams.set('$skip', String(skip + this.pageSize));
    return [
      200,
      {
        value: all.slice(skip, skip + this.pageSize).map((one) => this.#read(one)),
        ...(skip + this.pageSize < all.length && { '@odata.nextLink': next.toString() }),
      },
    ];
  }

  #delta(folder: string, { query, base, path }: GraphCall): GraphAnswer {
    const token = query.get('$deltatoken') ?? query.get('$skiptoken');
    if (token && this.lost)
      return [this.lost.status, graphError(this.lost.code, 'The sync state generation is not found.')];
    const since = /receivedDateTime ge (\S+)/.exec(query.get('$filter') ?? '')?.[1];
    // the changes from there to there, and how many were given
    const [begun = -1, ended = this.#arrivals.length, offset = 0] = (token ?? '')
      .split('.')
      .filter(Boolean)
      .map(Number);
    const last = query.has('$deltatoken') ? this.#arrivals.length : ended;
    const items =
      begun === -1
        ? this.in(folder).filter(({ receivedAt }) => !since || receivedAt >= new Date(since))
        : this.#arrivals
            .slice(begun, last)
            .filter((one) => one.folder === folder)
            .flatMap(({ id }) => this.mails.get(id) ?? []);
    const isLast = offset + this.pageSize >= items.length;
    const link = (name: string, parts: number[]) => `${base}${path}?${name}=${parts.join('.')}`;
    return [
      200,
      {
        value: items.slice(offset, offset + this.pageSize).map((one) => this.#read(one)),
        ...(isLast
          ? { '@odata.deltaLink': link('$deltatoken', [last]) }
          : { '@odata.nextLink': link('$skiptoken', [begun, last, offset + this.pageSize]) }),
      },
    ];
  }

  #read({ id, folder, receivedAt, messageId, isDraft }: StoodMail) {
    return {
      id,
      parentFolderId: `id-of-${folder}`,
      receivedDateTime: receivedAt.toISOString(),
      internetMessageId: messageId,
      isDraft,
    };
  }
}
