import { UpstreamError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ChannelHandlers } from '../../../channel.ts';
import type { ChannelHost } from '../../../channel-kit/channel-host.ts';
import type { SlackInstallation, SlackInstallations } from './installations.ts';

const grantSchema = z.object({
  access_token: z.string(),
  bot_user_id: z.string().optional(),
  is_enterprise_install: z.boolean().optional(),
  team: z.object({ id: z.string(), name: z.string().optional() }).nullish(),
  enterprise: z.object({ id: z.string(), name: z.string().optional() }).nullish(),
  authed_user: z.object({ id: z.string() }),
});

export interface InstallerOptions {
  clientId: string;
  clientSecret: string;
  /** Without a token. */
  client: WebClient;
  clientOf(token: string): WebClient;
  host: Pick<ChannelHost, 'installationOf' | 'uninstall'>;
  installations: SlackInstallations;
  handlers(): ChannelHandlers;
  onChanged(teamId: string): void;
}

/** What came of an installation, for the one who made it. */
export interface Installed {
  isDone: boolean;
  message: string;
}

/** Takes an installation that Slack has granted, and joins its team to the workspace of the admin who asked for it. */
export class SlackInstaller {
  readonly #options: InstallerOptions;

  constructor(options: InstallerOptions) {
    this.#options = options;
  }

  /**
   * @param grant - Slack's code for a token
   * @param linkCode - of the admin
   * @throws UpstreamError when Slack does not take the grant
   */
  async install(grant: string, linkCode: string, redirectUri: string): Promise<Installed> {
    const { installation, userId } = await this.#exchange(grant, redirectUri);
    const { installations, handlers, host } = this.#options;
    const { teamId, teamName } = installation;
    const wasJoined = await host.installationOf(teamId);
    const message = await handlers().connect({
      channel: 'slack',
      sender: { externalTeamId: teamId, externalUserId: userId },
      teamName,
      code: linkCode,
    });
    // the words are for people; whether the team belongs to a workspace now is what counts
    const isJoined = (await host.installationOf(teamId)) !== undefined;
    if (isJoined) {
      await installations.save(installation);
      this.#options.onChanged(teamId);
    } else if (!wasJoined) await this.#revoke(installation.botToken);
    return { isDone: isJoined, message };
  }

  async #exchange(
    code: string,
    redirectUri: string,
  ): Promise<{ installation: SlackInstallation; userId: string }> {
    const { client, clientId, clientSecret } = this.#options;
    const answer = await client.oauth.v2
      .access({ client_id: clientId, client_secret: clientSecret, code, redirect_uri: redirectUri })
      .catch((error: unknown) => {
        throw new UpstreamError('Slack did not take the installation. Please begin again.', { cause: error });
      });
    const grant = grantSchema.parse(answer);
    // installed for an organisation there is no team
    const tenant = grant.is_enterprise_install ? grant.enterprise : (grant.team ?? grant.enterprise);
    if (!tenant) throw new UpstreamError('Slack does not say where the app was installed.');
    return {
      installation: {
        teamId: tenant.id,
        teamName: tenant.name ?? tenant.id,
        botToken: grant.access_token,
        ...(grant.bot_user_id && { botUserId: grant.bot_user_id }),
      },
      userId: grant.authed_user.id,
    };
  }

  /** A token that nobody will use is not left lying about. */
  async #revoke(token: string): Promise<void> {
    await this.#options
      .clientOf(token)
      .auth.revoke()
      .catch((error: unknown) => logger.warn({ err: error }, 'slack token could not be revoked'));
  }

  /** The app was removed, or its token was revoked. */
  async uninstall(teamId: string): Promise<void> {
    const { installations, host } = this.#options;
    await installations.delete(teamId);
    await host.uninstall(teamId);
    this.#options.onChanged(teamId);
  }
}
