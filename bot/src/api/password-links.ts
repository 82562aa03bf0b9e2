import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { UnauthenticatedError } from '@clianta/crm-core/errors';
import type { Account } from '@clianta/crm-core/workspace/accounts';
import {
  openOwnPasswordLink,
  openPasswordLink,
  usePasswordLink,
} from '@clianta/crm-core/workspace/password-link';
import { readToken, signToken } from './signed-token.ts';

/** How long the link is good by which a person chooses a password. */
const LINK_DAYS = 7;
const ISSUER = 'clianta-password-link';

/** Links by which people choose their password, as tokens that an admin hands on. */
export class PasswordLinks {
  readonly #key: Uint8Array;
  readonly #crm: CrmCore;

  constructor(key: Uint8Array, crm: CrmCore) {
    this.#key = key;
    this.#crm = crm;
  }

  /** @param scope - of whoever makes it, and may */
  async make(scope: Scope, userId: string): Promise<string> {
    const mark = await openPasswordLink(this.#crm, scope, userId);
    return signToken(this.#key, ISSUER, { sub: userId, mark }, `${LINK_DAYS}d`);
  }

  /** For whoever reads the mail of an address; good for an hour. Undefined when nobody has it. */
  async makeFor(email: string): Promise<string | undefined> {
    const opened = await openOwnPasswordLink(this.#crm, email);
    if (!opened) return undefined;
    return signToken(this.#key, ISSUER, { sub: opened.userId, mark: opened.mark }, '1h');
  }

  /** @throws UnauthenticatedError when the link is none of ours or has expired, ForbiddenError when it is void */
  async use(token: string, password: string): Promise<Account> {
    const link = await readToken(this.#key, ISSUER, token);
    if (typeof link?.mark !== 'string')
      throw new UnauthenticatedError('This link is not valid any more. Ask an admin for a new one.');
    return usePasswordLink(this.#crm, link.sub, link.mark, password);
  }
}
