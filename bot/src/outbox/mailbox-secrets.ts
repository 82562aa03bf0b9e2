import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { z } from 'zod';

const credentialsSchema = z.object({ password: z.string() });
const contextOf = (id: string) => `email-account:${id}`;

/** Passwords of mailboxes: sealed where they are stored, shown to nobody. */
export class MailboxSecrets {
  readonly #crm: CrmCore;
  readonly #box: SecretBox;

  constructor(crm: CrmCore, box: SecretBox) {
    this.#crm = crm;
    this.#box = box;
  }

  /** With it, sending and reading are tried anew. */
  async keep(workspaceId: string, id: string, password: string): Promise<void> {
    const sealedCredentials = this.#box.seal({ password }, contextOf(id));
    const fresh = {
      sealedCredentials,
      state: 'ok',
      sendState: 'ok',
      sendError: null,
      lastError: null,
    } as const;
    await this.#crm.records(EmailAccount).update(systemScope(workspaceId), id, fresh);
  }

  /** Undefined: its server asks for none. */
  async passwordOf({ id, workspaceId }: { id: string; workspaceId: string }): Promise<string | undefined> {
    const found = await this.#crm.store
      .model(EmailAccount)
      .findOne({ _id: id, workspaceId, isDeleted: false })
      .select('sealedCredentials')
      .lean<{ sealedCredentials?: string }>();
    if (!found?.sealedCredentials) return undefined;
    return credentialsSchema.parse(this.#box.open(found.sealedCredentials, contextOf(id))).password;
  }
}
