import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fault } from './vendor-stand-in.ts';

interface Block {
  id: string;
  type: string;
  text: string;
  children: Block[];
}
type Properties = Record<string, { title?: Text[]; rich_text?: Text[]; [kind: string]: unknown }>;
interface Page {
  id: string;
  properties: Properties;
  children: Block[];
  in_trash?: boolean;
  editedAt: Date;
}
interface Filter {
  and?: Filter[];
  timestamp?: string;
  last_edited_time?: { on_or_after: string };
  rich_text?: { equals?: string; is_not_empty?: boolean };
}
interface Text {
  text: { content: string };
}
const textOf = (all: Text[] = []) => all.map(({ text }) => text.content).join('');

/** Notion on this machine: one data source with its pages and their blocks, within its limits. */
export class NotionStandIn {
  readonly key = 'ntn_key';
  dataSource = randomUUID();
  url = '';
  properties: Record<string, { type: string }> = {
    Deal: { type: 'title' },
    'Clianta id': { type: 'rich_text' },
  };
  /** For the next pages that are made, in order. */
  readonly faults: Fault[] = [];
  readonly pages: Page[] = [];
  /** Queries of the table, as they were sent. */
  readonly queries: Array<{ filter: Filter }> = [];
  now: () => Date = () => new Date();
  /** Of one page of a list. */
  mostResults = 100;
  readonly #server = createServer((request, response) => void this.#on(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  /** What somebody does there. */
  edit(page: Page | undefined, properties: Properties): void {
    if (!page) throw new Error('there is no such page');
    Object.assign(page.properties, properties);
    page.editedAt = this.now();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #on(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = text ? JSON.parse(text) : {};
    const { pathname } = new URL(request.url ?? '/', this.url);
    const answer = (status: number, given: unknown, headers = {}) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(given));
    const refuse = (status: number, code: string) =>
      answer(status, { object: 'error', status, code, message: code });
    if (request.headers.authorization !== `Bearer ${this.key}`) return refuse(401, 'unauthorized');
    if (request.headers['notion-version'] !== '2025-09-03') return refuse(400, 'missing_version');
    const source = `/v1/data_sources/${this.dataSource}`;
    if (pathname === source)
      return answer(200, {
        id: this.dataSource,
        title: [{ plain_text: 'Deals' }],
        properties: this.properties,
      });
    if (pathname === `${source}/query`) {
      this.queries.push(body);
      const found = this.pages
        .filter((one) => !one.in_trash && isMeant(one, body.filter))
        .sort((a, b) => a.editedAt.getTime() - b.editedAt.getTime());
      const from = Number(body.start_cursor ?? 0);
      const to = from + Math.min(body.page_size ?? 100, this.mostResults);
      const has_more = to < found.length;
      return answer(200, {
        object: 'list',
        results: found.slice(from, to).map((one) => shown(one, this.properties)),
        has_more,
        next_cursor: has_more ? String(to) : null,
      });
    }
    if (pathname === '/v1/pages' && request.method === 'POST') {
      const fault = this.faults.shift();
      if (fault === 'cut') return void request.socket.destroy();
      if (fault && fault !== 'lost') return answer(fault.status, fault.body ?? {}, fault.headers);
      if (body.parent?.data_source_id !== this.dataSource) return refuse(400, 'validation_error');
      const page: Page = {
        id: randomUUID(),
        properties: body.properties,
        children: [],
        editedAt: this.now(),
      };
      this.pages.push(page);
      if (fault === 'lost') return void request.socket.destroy();
      return answer(200, shown(page, this.properties));
    }
    const [, kind, id, isChildren] = /^\/v1\/(pages|blocks)\/([\w-]+)(\/children)?$/.exec(pathname) ?? [];
    const page = this.pages.find((one) => one.id === id);
    if (kind === 'pages' && page) {
      if (page.in_trash && request.method === 'PATCH') return refuse(400, 'validation_error');
      if (request.method === 'PATCH') {
        const unknown = Object.keys(body.properties ?? {}).some((name) => !(name in this.properties));
        if (unknown) return refuse(400, 'validation_error');
        this.edit(page, body.properties ?? {});
      }
      if (body.in_trash) page.in_trash = true;
      return answer(200, shown(page, this.properties));
    }
    if (isChildren) {
      const of = page ?? this.pages.flatMap(({ children }) => children).find((one) => one.id === id);
      if (!of) return refuse(404, 'object_not_found');
      if (request.method === 'GET')
        return answer(200, { results: of.children.map(shownBlock), has_more: false, next_cursor: null });
      if (body.children.length > 100) return refuse(400, 'validation_error');
      const made = body.children.map((one: Record<string, never>): Block => {
        const own = one[String(one.type)] as unknown as { rich_text: Text[] };
        return { id: randomUUID(), type: String(one.type), text: textOf(own.rich_text), children: [] };
      });
      of.children.push(...made);
      return answer(200, { results: made.map(shownBlock) });
    }
    for (const { children } of this.pages) {
      const at = children.findIndex((one) => one.id === id);
      if (request.method === 'DELETE' && at >= 0) {
        children.splice(at, 1);
        return answer(200, { id });
      }
    }
    refuse(404, 'object_not_found');
  }
}

function isMeant(page: Page, { and, last_edited_time, rich_text }: Filter): boolean {
  if (and) return and.every((one) => isMeant(page, one));
  if (last_edited_time) return minuteOf(page.editedAt) >= last_edited_time.on_or_after;
  const id = textOf(page.properties['Clianta id']?.rich_text);
  return rich_text?.is_not_empty ? id !== '' : id === rich_text?.equals;
}

/** Notion says when something was edited to the minute. */
const minuteOf = (at: Date) => `${at.toISOString().slice(0, 16)}:00.000Z`;
const plain = (all: Text[] = []) =>
  all.map((one) => ({ ...one, type: 'text', plain_text: one.text.content }));

const shown = (
  { id, in_trash = false, properties, editedAt }: Page,
  columns: Record<string, { type: string }>,
) => ({
  object: 'page',
  id,
  url: `https://www.notion.so/${id}`,
  in_trash,
  last_edited_time: minuteOf(editedAt),
  properties: Object.fromEntries(
    Object.entries(columns).map(([name, { type }]) => {
      const value = properties[name]?.[type] ?? (/^(title|rich_text)$/.test(type) ? [] : null);
      return [name, { id: name, type, [type]: Array.isArray(value) ? plain(value) : value }];
    }),
  ),
});
const shownBlock = ({ id, type, text }: Block) => ({
  object: 'block',
  id,
  type,
  [type]: { rich_text: [{ plain_text: text }] },
});
