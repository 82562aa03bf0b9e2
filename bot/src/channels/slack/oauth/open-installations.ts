import { logger } from '@clianta/crm-core/logger';
import type { WebClient } from '@slack/web-api';
import { Router } from 'express';
import type { ChannelHandlers } from '../../../channel.ts';
import type { ChannelHost } from '../../../channel-kit/channel-host.ts';
import { goneBodySchema } from '../inbound/slack.schema.ts';
import { tenantOfEvent } from '../inbound/tenant.ts';
import type { SlackTeams } from '../teams.ts';
import { installRoutes } from './install.routes.ts';
import { SlackInstallations } from './installations.ts';
import { InstalledTeams, type TeamOf } from './installed-teams.ts';
import { SlackInstaller } from './installer.ts';

const AUTHORIZE_URL = 'https://slack.com/oauth/v2/authorize';

export interface InstallationsOptions {
  host: ChannelHost;
  clientOf(token?: string): WebClient;
  teamOf: TeamOf;
  oauthClient: { id: string; secret: string };
  apiUrl: string | undefined;
  handlers(): ChannelHandlers;
}

/** Many teams: how they install the app, how to speak with each, and what happens when one removes it. */
export interface OpenInstallations {
  teams: SlackTeams;
  /** Whether a team has installed the app. */
  has(teamId: string): Promise<boolean>;
  router: Router;
  /** For the events that say so. */
  uninstall(body: unknown): Promise<void>;
}

export function openInstallations(options: InstallationsOptions): OpenInstallations {
  const { host, clientOf, teamOf, oauthClient, apiUrl, handlers } = options;
  const installations = new SlackInstallations(host.store);
  const teams = new InstalledTeams(installations, teamOf);
  const installer = new SlackInstaller({
    clientId: oauthClient.id,
    clientSecret: oauthClient.secret,
    client: clientOf(),
    clientOf,
    host,
    installations,
    handlers,
    onChanged: (teamId) => teams.forget(teamId),
  });
  const router = Router();
  // Slack leads back to an address that has to be known
  if (host.publicUrl)
    router.use(
      installRoutes({
        clientId: oauthClient.id,
        publicUrl: host.publicUrl,
        authorizeUrl: apiUrl ? new URL('/oauth/v2/authorize', apiUrl).href : AUTHORIZE_URL,
        seen: host.seen,
        installer,
      }),
    );
  else logger.warn('no team can install Clianta in Slack: PUBLIC_URL is not set');
  return {
    teams,
    has: (teamId) =>
      teams.of(teamId).then(
        () => true,
        () => false,
      ),
    router,
    async uninstall(body) {
      const parsed = goneBodySchema.parse(body);
      const { event } = parsed;
      // a person's own token says nothing of the app
      if (event.type === 'tokens_revoked' && !event.tokens?.bot?.length) return;
      await installer.uninstall(tenantOfEvent(parsed));
    },
  };
}
