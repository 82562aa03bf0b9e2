import { UpstreamError } from '@clianta/crm-core/errors';
import type { WebClient } from '@slack/web-api';
import { type SlackTeam, type SlackTeams, slackTeam } from '../teams.ts';
import type { SlackInstallations } from './installations.ts';

/** After so long another process may have heard that the app was removed, or installed anew. */
const KEPT_MS = 60_000;
const MOST = 1_000;

/** Every tenant that has installed the app, each with a client of its own. */
export class InstalledTeams implements SlackTeams {
  readonly #installations: SlackInstallations;
  readonly #clientOf: (token: string) => WebClient;
  readonly #known = new Map<string, { team: SlackTeam; until: number }>();

  constructor(installations: SlackInstallations, clientOf: (token: string) => WebClient) {
    this.#installations = installations;
    this.#clientOf = clientOf;
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
    const team =
      known?.team.token === botToken ? known.team : slackTeam(this.#clientOf(botToken), botToken, botUserId);
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(teamId, { team, until: Date.now() + KEPT_MS });
    return team;
  }

  forget(teamId: string): void {
    this.#known.delete(teamId);
  }
}
