import { InvalidError } from '@clianta/crm-core/errors';
import type { Sender } from '../../../channel.ts';
import type { SlackTeams } from '../teams.ts';
import { SlackPeople } from './people.ts';

/** People of Slack, as those who wrote. */
export class SlackSenders {
  readonly #people: SlackPeople;

  constructor(teams: SlackTeams) {
    this.#people = new SlackPeople(teams);
  }

  /**
   * @param teamId - the tenant that the app is installed in
   * @param userTeam - the person's own, as Slack says
   * @returns undefined for a bot
   */
  async of(userId: string, teamId: string, userTeam?: string): Promise<Sender | undefined> {
    if (!teamId) throw new InvalidError('The Slack request names no workspace.');
    const person = await this.#people.find(userId, teamId);
    if (person.isBot) return undefined;
    return {
      externalTeamId: person.isOwn ? teamId : (userTeam ?? teamId),
      externalUserId: userId,
      ...(person.email && { email: person.email }),
      ...(person.name && { name: person.name }),
    };
  }

  async nameOf(userId: string, teamId: string): Promise<string> {
    return (await this.#people.find(userId, teamId)).name ?? userId;
  }
}
