import type { Sender } from '../../channel.ts';
import type { RosterMember, TeamsConnector, TeamsPlace } from './connector.ts';

/** How long the roster is believed. */
const KEPT_MS = 60 * 60_000;
const MOST = 5_000;

interface Account {
  id: string;
  name?: string | null | undefined;
  aadObjectId?: string | null | undefined;
}

export interface PeopleOptions {
  connector: Pick<TeamsConnector, 'member'>;
  /** Whether a tenant's directory is believed about e-mail addresses. */
  vouches(tenantId: string): boolean;
}

/** Who people are, from the roster of the conversation, remembered for an hour. */
export class TeamsPeople {
  readonly #options: PeopleOptions;
  readonly #known = new Map<string, { member: Promise<RosterMember | undefined>; until: number }>();

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  async sender(account: Account, place: TeamsPlace): Promise<Sender> {
    const member = await this.#find(account, place);
    const email = member && this.#emailOf(member, place.tenantId);
    const name = member?.name || account.name;
    return {
      externalTeamId: place.tenantId,
      externalUserId: account.aadObjectId || account.id,
      ...(email && { email }),
      ...(name && { name }),
    };
  }

  /** A guest's address, or another company's, is one that our directory does not vouch for. */
  #emailOf({ email, userPrincipalName, userRole, tenantId }: RosterMember, from: string): string | undefined {
    const isOurs = this.#options.vouches(from) && (tenantId ?? from) === from;
    const isGuest = /guest|anonymous/i.test(userRole ?? '') || /#EXT#/i.test(userPrincipalName ?? '');
    if (!isOurs || isGuest) return undefined;
    return email || (userPrincipalName?.includes('@') ? userPrincipalName : undefined);
  }

  async #find({ id }: Account, place: TeamsPlace): Promise<RosterMember | undefined> {
    const key = `${place.tenantId}:${id}`;
    const known = this.#known.get(key);
    if (known && known.until > Date.now()) return known.member;
    const member = this.#options.connector.member(place, id);
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(key, { member, until: Date.now() + KEPT_MS });
    // what was not told may be told the next time
    if ((await member) === undefined) this.#known.delete(key);
    return member;
  }
}
