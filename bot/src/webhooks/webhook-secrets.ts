import { randomBytes } from 'node:crypto';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { requireAccess } from '@clianta/crm-core/entity/access';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { WebhookSubscription } from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import type { SecretBox } from '@clianta/crm-core/secrets/secret-box';

const MARK = 'whsec_';
const BYTES = 32;
/** A new secret is signed with beside the one before it, so that the other system can change over without a gap. */
const MOST = 2;

const contextOf = (id: string) => `webhook:${id}`;

/** What webhooks are signed with: those that are sent, or of another entity those that come in. */
export class WebhookSecrets {
  readonly #crm: CrmCore;
  readonly #box: SecretBox;
  readonly #entity: Entity;

  constructor(crm: CrmCore, box: SecretBox, entity: Entity = WebhookSubscription) {
    this.#crm = crm;
    this.#box = box;
    this.#entity = entity;
  }

  /** @returns a new secret, shown this once; the oldest of three is void @throws ForbiddenError, NotFoundError */
  async make(scope: Scope, id: string): Promise<string> {
    requireAccess(this.#entity, scope, 'update');
    const { version } = await this.#crm.records(this.#entity).get(scope, id);
    const secret = `${MARK}${randomBytes(BYTES).toString('base64')}`;
    const sealedSecrets = [this.#box.seal(secret, contextOf(id)), ...(await this.#sealed(id))].slice(0, MOST);
    await this.#crm
      .records(this.#entity)
      .update({ ...scope, role: 'system' }, id, { sealedSecrets } as never, { version });
    return secret;
  }

  /** Those to sign with. One that was asked for by chat has none yet: it gets one, which nobody is shown. */
  async of(workspaceId: string, id: string): Promise<string[]> {
    if ((await this.#sealed(id)).length === 0) await this.make(systemScope(workspaceId), id);
    return (await this.#sealed(id)).map((sealed) => String(this.#box.open(sealed, contextOf(id))));
  }

  async #sealed(id: string): Promise<string[]> {
    const found = await this.#crm.store
      .model(this.#entity)
      .findOne({ _id: id, isDeleted: false })
      .select('sealedSecrets')
      .lean<{ sealedSecrets?: string[] }>();
    return found?.sealedSecrets ?? [];
  }
}
