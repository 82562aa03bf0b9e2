import { UpstreamError } from '@clianta/crm-core/errors';
import type { SlackTeam, SlackTeams } from '../teams.ts';
import type { SlackInstallations } from './installations.ts';

/** After so long another process may have heard that the app was removed, or installed anew. */
const KEPT_MS = 60_000;
const MOST = 1_000;

/** How to speak in the tenant of a token. */
export type TeamOf = (token: string, botUserId: string | undefined) => SlackTeam;

/** Every tenant that has installed the app, each with a client of its own. */
export class InstalledTeams implements SlackTeams {
  readonly #installations: SlackInstallations;
  readonly #teamOf: TeamOf;
  readonly #known = new Map<string, { team: SlackTeam; until: number }>();

  constructor(installations: SlackInstallations, teamOf: TeamOf) {
    this.#installations = installations;
    this.#teamOf = teamOf;
  }

  async of(teamId: string): Promise<SlackTeam> {
    const known = this.#known.get(teamId);
    if (known && known.until > Date.now()) return known.team;
    const installation = await this.#installations.find(teamId);
    if (!installation) {
      this.forget(teamId);
      throw new UpstreamError('Clianta is not installed in this Slack workspace, or not any more.');
    }
    const { botToken, botUserId } = installation;
    // the same token keeps its client, which may be waiting for Slack's limits
    const team = known?.team.token === botToken ? known.team : this.#teamOf(botToken, botUserId);
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(teamId, { team, until: Date.now() + KEPT_MS });
    return team;
  }

  forget(teamId: string): void {
    this.#known.delete(teamId);
  }
}
