import { randomBytes } from 'node:crypto';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { requireAccess } from '@clianta/crm-core/entity/access';
import { normalEmail } from '@clianta/crm-core/entity/email-address';
import { type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { UnauthenticatedError } from '@clianta/crm-core/errors';
import type { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { scopeOfUser } from '@clianta/crm-core/workspace/scope-of-user';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { WidgetSite } from '@clianta/crm-core/workspace/widget-site/widget-site.schema';
import { decodeJwt, jwtVerify } from 'jose';

/** A new secret works beside the one before it, so that a site can change over without a gap. */
const MOST_SECRETS = 2;
/** A token is made for a page that is being opened. */
const LONGEST_LIFE_S = 15 * 60;
const CLOCK_SKEW_S = 60;

interface StoredSite {
  _id: string;
  workspaceId: string;
  origin: string;
  sealedSecrets: string[];
}

/** Pages of others that carry the widget: which may frame it, and whom they vouch for. */
export class WidgetSites {
  readonly #crm: CrmCore;
  readonly #box: SecretBox;

  constructor(crm: CrmCore, box: SecretBox) {
    this.#crm = crm;
    this.#box = box;
  }

  /** @returns a new secret, shown this once; the oldest of three is void @throws ForbiddenError, NotFoundError */
  async makeSecret(scope: Scope, id: string): Promise<string> {
    requireAccess(WidgetSite, scope, 'update');
    await this.#crm.records(WidgetSite).get(scope, id);
    const secret = randomBytes(32).toString('base64url');
    const { sealedSecrets = [] } = (await this.#find(id)) ?? {};
    const secrets = [this.#box.seal(secret, contextOf(id)), ...sealedSecrets].slice(0, MOST_SECRETS);
    await this.#crm.records(WidgetSite).update({ ...scope, role: 'system' }, id, { sealedSecrets: secrets });
    return secret;
  }

  /** The origin that may frame the widget of a site; undefined for none that there is. */
  async originOf(id: string): Promise<string | undefined> {
    return (await this.#find(id))?.origin;
  }

  /** Whose site it is, and where; undefined for none that there is. */
  async find(id: string): Promise<{ workspaceId: string; origin: string } | undefined> {
    const site = await this.#find(id);
    return site && { workspaceId: site.workspaceId, origin: site.origin };
  }

  /**
   * The teammate whom a site's server vouches for: a JWT (HS256) with `email`, `aud` = the site's id, `iat` and `exp` at
   * most 15 minutes later.
   *
   * @throws UnauthenticatedError with what is wrong with it
   */
  async memberOf(id: string, identity: string): Promise<{ userId: string; workspaceId: string }> {
    const site = await this.#find(id);
    if (!site) throw new UnauthenticatedError('This page is not set up for the chat any more.');
    const email = await this.#emailIn(site, identity);
    const { workspaceId } = site;
    const system = systemScope(workspaceId);
    const member = await this.#crm.records(TeamMember).findOne(system, { email: normalEmail(email) });
    if (!member) throw new UnauthenticatedError('Nobody of this team has the e-mail address you use here.');
    await scopeOfUser(this.#crm, workspaceId, member.userId, 'web');
    return { userId: member.userId, workspaceId };
  }

  async #emailIn({ _id: id, sealedSecrets }: StoredSite, identity: string): Promise<string> {
    for (const sealed of sealedSecrets) {
      const secret = new TextEncoder().encode(String(this.#box.open(sealed, contextOf(id))));
      const verified = await jwtVerify(identity, secret, {
        algorithms: ['HS256'],
        audience: id,
        requiredClaims: ['iat', 'exp', 'email'],
        maxTokenAge: LONGEST_LIFE_S,
        clockTolerance: CLOCK_SKEW_S,
      }).catch(() => undefined);
      const { email, iat = 0, exp = 0 } = verified?.payload ?? {};
      if (typeof email === 'string' && exp - iat <= LONGEST_LIFE_S) return email;
    }
    throw new UnauthenticatedError(
      `This page does not say who you are in a way that holds: ${whatIsWrong(identity)}.`,
    );
  }

  async #find(id: string): Promise<StoredSite | undefined> {
    const found = await this.#crm.store
      .model(WidgetSite.name)
      .findOne({ _id: id, isDeleted: false })
      .select({ workspaceId: 1, origin: 1, sealedSecrets: 1 })
      .lean<StoredSite>();
    return found ?? undefined;
  }
}

const contextOf = (id: string) => `widget-site:${id}`;

/** For the one who sets it up; a signature that fits nothing is all that is said of it. */
function whatIsWrong(identity: string): string {
  try {
    const { exp, iat, email, aud } = decodeJwt(identity);
    if (typeof email !== 'string') return 'its token has no email';
    if (aud === undefined) return 'its token has no audience';
    if (exp === undefined || iat === undefined) return 'its token lacks iat or exp';
    if (exp - iat > LONGEST_LIFE_S) return 'its token holds for longer than 15 minutes';
    if (exp < Date.now() / 1_000) return 'its token has run out';
    return 'its token is signed with another secret or for another site';
  } catch {
    return 'its token is no JWT';
  }
}
