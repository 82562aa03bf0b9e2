import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Sessions } from '../../api/sessions.ts';
import type { ServerFile } from './host.ts';

/** Lets the terminal find a running server: its address and a session of the owner, readable by this user only. */
export class TerminalAccess {
  readonly #dir: string;
  readonly #crm: CrmCore;
  readonly #sessions: Sessions;
  #url: string | undefined;
  #token: string | undefined;

  constructor(dataDir: string, crm: CrmCore, sessions: Sessions) {
    this.#dir = join(dataDir, 'run');
    this.#crm = crm;
    this.#sessions = sessions;
  }

  async open(url: string): Promise<void> {
    this.#url = url;
    await this.renew();
  }

  /** Once more: there is an owner now, or their sessions have ended. */
  async renew(): Promise<void> {
    const owner = await this.#crm.store
      .model('teamMember')
      .findOne({ role: 'owner', isDeleted: false })
      .sort({ createdAt: 1 })
      .lean<{ userId: string; workspaceId: string }>();
    if (!owner || !this.#url) return;
    const { userId, workspaceId } = owner;
    await this.#end();
    const token = await this.#sessions.issue(userId, 'The terminal');
    this.#token = token;
    const body: ServerFile = { url: this.#url, pid: process.pid, token, workspaceId };
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
    writeFileSync(this.#file, JSON.stringify(body), { mode: 0o600 });
  }

  async close(): Promise<void> {
    this.#url = undefined;
    rmSync(this.#file, { force: true });
    await this.#end();
  }

  async #end(): Promise<void> {
    if (this.#token) await this.#sessions.end(this.#token);
    this.#token = undefined;
  }

  get #file(): string {
    return join(this.#dir, 'server.json');
  }
}
