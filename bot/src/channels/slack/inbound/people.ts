import { logger } from '@clianta/crm-core/logger';
import type { SlackTeams } from '../teams.ts';
import { userInfoSchema } from './slack.schema.ts';

/** How long a profile is believed. */
const KEPT_MS = 60 * 60_000;
const MOST = 5_000;

export interface SlackPerson {
  name?: string;
  /** Only one that this workspace vouches for. */
  email?: string;
  isBot: boolean;
  /** A member of the tenant that the app is installed in, no guest of another one. */
  isOwn?: boolean;
}

/** Profiles from `users.info`, remembered for an hour. */
export class SlackPeople {
  readonly #teams: SlackTeams;
  readonly #known = new Map<string, { person: Promise<SlackPerson>; until: number }>();

  constructor(teams: SlackTeams) {
    this.#teams = teams;
  }

  /**
   * @param teamId - the tenant that the app is installed in. A guest from another organisation in a shared channel
   *   has an e-mail address that only that organisation vouches for: it is left out
   */
  async find(userId: string, teamId: string): Promise<SlackPerson> {
    const key = `${teamId}:${userId}`;
    const known = this.#known.get(key);
    if (known && known.until > Date.now()) return known.person;
    const person = this.#read(userId, teamId);
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(key, { person, until: Date.now() + KEPT_MS });
    try {
      return await person;
    } catch (error) {
      this.#known.delete(key);
      // without the profile the sender is somebody we do not know, which is what they are told
      logger.warn({ err: error, userId }, 'slack profile could not be read');
      return { isBot: false };
    }
  }

  async #read(userId: string, teamId: string): Promise<SlackPerson> {
    const { client } = await this.#teams.of(teamId);
    const { user } = userInfoSchema.parse(await client.users.info({ user: userId }));
    const { profile } = user;
    const isOwn = user.team_id === teamId || user.enterprise_user?.enterprise_id === teamId;
    const isVouchedFor = isOwn && user.is_stranger !== true && user.is_email_confirmed !== false;
    const name = profile?.real_name || profile?.display_name || user.name;
    return {
      isBot: user.is_bot === true,
      ...(name && { name }),
      ...(isOwn && { isOwn }),
      ...(isVouchedFor && profile?.email && { email: profile.email }),
    };
  }
}
