import { createHash } from 'node:crypto';

export interface StoodGmail {
  id: string;
  labels: Set<string>;
  receivedAt: Date;
  messageId: string;
  mime: Buffer;
}
type Answer = [status: number, body?: unknown];

const PATH = '/gmail/v1/users/me';
const UPLOAD = '/upload/gmail/v1/users/me/messages/send';
const notFound: Answer = [404, { error: { code: 404, message: 'Requested entity was not found.' } }];

/** Gmail’s mail as its API v1 gives it: history, searches, sources, sending; and the units that calls count. */
export class GmailStandIn {
  readonly mails = new Map<string, StoodGmail>();
  pageSize = 500;
  /** What new mail is told to. */
  topic: string | undefined;
  /** History from before that is forgotten. */
  oldest = 0;
  #made = 0;
  /** A mail for each id of history; undefined: it was told nobody. */
  readonly #history: string[] = [];

  clear(): void {
    this.mails.clear();
    this.#history.length = 0;
    this.topic = undefined;
    this.pageSize = 500;
    this.oldest = 0;
  }

  put(source: string | Buffer, labels: string[] = ['INBOX'], receivedAt = new Date(), isTold = true): string {
    const mime = Buffer.isBuffer(source) ? source : Buffer.from(source.replace(/\r?\n/g, '\r\n'));
    const id = createHash('sha256')
      .update(`${++this.#made}`)
      .digest('hex')
      .slice(0, 16);
    const messageId = /^message-id:\s*<([^>]+)>/im.exec(mime.toString())?.[1] ?? `${id}@mail.gmail.example`;
    this.mails.set(id, { id, labels: new Set(labels), receivedAt, messageId, mime });
    if (isTold) this.#history.push(id);
    return id;
  }

  with(label: string): StoodGmail[] {
    return [...this.mails.values()].filter(({ labels }) => labels.has(label));
  }

  /** What the token has to open; undefined: it is not of mail. */
  scopeOf(method: string, path: string): string | undefined {
    if (path === UPLOAD) return 'gmail.send';
    return path.startsWith(PATH) ? (method === 'GET' ? 'gmail' : 'gmail.modify') : undefined;
  }

  answer(method: string, url: URL, body: Buffer): Answer {
    const { pathname, searchParams } = url;
    if (pathname === UPLOAD) {
      if (searchParams.get('uploadType') !== 'media')
        return [400, { error: { code: 400, message: "'raw' RFC822 payload message string required" } }];
      const id = this.put(body, ['SENT']);
      return [200, { id, threadId: id, labelIds: ['SENT'] }];
    }
    const path = pathname.slice(PATH.length);
    if (path === '/stop') {
      this.topic = undefined;
      return [204];
    }
    if (path === '/watch') {
      this.topic = JSON.parse(body.toString()).topicName;
      const expiration = String(Date.now() + 7 * 86_400_000);
      return [200, { historyId: String(this.#history.length), expiration }];
    }
    if (path === '/profile') return [200, { historyId: String(this.#history.length) }];
    if (path === '/history') return this.#changes(searchParams);
    if (path === '/messages') return this.#found(searchParams);
    const [, id = '', act] = /^\/messages\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const mail = this.mails.get(id);
    if (!mail) return notFound;
    if (method === 'GET')
      return [
        200,
        {
          id,
          labelIds: [...mail.labels],
          internalDate: String(mail.receivedAt.getTime()),
          raw: mail.mime.toString('base64url'),
        },
      ];
    if (act === 'trash') {
      mail.labels.add('TRASH');
      mail.labels.delete('INBOX');
    }
    if (act === 'untrash') mail.labels.delete('TRASH');
    if (act === 'modify') for (const label of JSON.parse(body.toString()).addLabelIds) mail.labels.add(label);
    return [200, { id, labelIds: [...mail.labels] }];
  }

  #changes(query: URLSearchParams): Answer {
    const start = Number(query.get('startHistoryId'));
    if (start < this.oldest) return notFound;
    const from = Number(query.get('pageToken') ?? start);
    const page = this.#history.slice(from, from + this.pageSize);
    const isLast = from + this.pageSize >= this.#history.length;
    return [
      200,
      {
        history: page.flatMap((id, at) => {
          const mail = this.mails.get(id);
          return mail
            ? { id: String(from + at + 1), messagesAdded: [{ message: { id, labelIds: [...mail.labels] } }] }
            : [];
        }),
        historyId: String(this.#history.length),
        ...(!isLast && { nextPageToken: String(from + this.pageSize) }),
      },
    ];
  }

  #found(query: URLSearchParams): Answer {
    const terms = (query.get('q') ?? '').split(' ').filter(Boolean);
    const isAnywhere = query.get('includeSpamTrash') === 'true';
    const fits = ({ labels, receivedAt, messageId }: StoodGmail) =>
      (isAnywhere || !(labels.has('SPAM') || labels.has('TRASH'))) &&
      terms.every((term) => {
        const [name = '', value = ''] = term.split(/:(.*)/);
        if (name === 'rfc822msgid') return messageId === value;
        if (name === 'after') return receivedAt.getTime() >= Number(value) * 1_000;
        if (name === 'before') return receivedAt.getTime() < Number(value) * 1_000;
        if (name === 'in') return labels.has(value.toUpperCase());
        return !labels.has(value.toUpperCase().replace(/S$/, ''));
      });
    const all = [...this.mails.values()]
      .filter(fits)
      .toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime());
    const size = Math.min(this.pageSize, Number(query.get('maxResults') ?? 100));
    const from = Number(query.get('pageToken') ?? 0);
    return [
      200,
      {
        messages: all.slice(from, from + size).map(({ id }) => ({ id, threadId: id })),
        ...(from + size < all.length && { nextPageToken: String(from + size) }),
      },
    ];
  }
}
