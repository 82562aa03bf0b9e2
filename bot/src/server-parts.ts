import type { Catalogue } from '@clianta/agents/catalogue';
import type { AgentService } from '@clianta/agents/run-turn';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { googleEnv } from '@clianta/crm-core/integrations/google/google.integration';
import { InboundHook } from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import type { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { SecondFactors } from '@clianta/crm-core/workspace/second-factor/second-factors';
import { SessionRecords } from '@clianta/crm-core/workspace/session-records';
import { Admission } from './api/admission.ts';
import { GoogleSignIn } from './api/google-sign-in.ts';
import { PasswordLinks } from './api/password-links.ts';
import { sessionKey } from './api/session-key.ts';
import { Sessions } from './api/sessions.ts';
import { WidgetSites } from './api/widget-sites.ts';
import type { Channel } from './channel.ts';
import type { ForeignChannel } from './channel-definition.ts';
import { channelHost } from './channel-kit/stored-channel-host.ts';
import { foreignChannels } from './channels/registry.ts';
import { TerminalAccess } from './channels/terminal/terminal-access.ts';
import type { Config } from './config.ts';
import { recordAddresses } from './inbound/with-links.ts';
import { workspaceOfTenant } from './inbound/workspace-of.ts';
import { Inbound } from './inbound.ts';
import { Limits } from './limits/limits.ts';
import type { Mailer } from './mail/mailer.ts';
import { openMailer } from './mail/smtp-mailer.ts';
import { type FetchFiles, fetchFiles } from './mail-sync/fetch-files.ts';
import type { McpConnections } from './mcp-client/mcp-connections.ts';
import { AuthorizationServer } from './mcp-oauth/authorization-server.ts';
import type { Outlet } from './notices/outlet.ts';
import { outletsOf } from './notices/outlets.ts';
import type { MailProvider } from './outbox/mail-provider.ts';
import { MailboxSecrets } from './outbox/mailbox-secrets.ts';
import { resendProvider } from './outbox/resend-provider.ts';
import { SmtpConnections } from './outbox/smtp-connections.ts';
import { smtpProvider } from './outbox/smtp-provider.ts';
import { vendorProvider } from './outbox/vendor-provider.ts';
import { FormProofs } from './pages/form-proof.ts';
import { type Product, processName, secretBoxOf } from './product.ts';
import { VisitIntake } from './tracking/visit-intake.ts';
import { WebhookSecrets } from './webhooks/webhook-secrets.ts';

/** What the parts of the server are made of, each once in a process. */
export interface ServerParts {
  config: Config;
  crm: CrmCore;
  service: AgentService;
  catalogue: Catalogue;
  mcp: McpConnections;
  /** Where programs that speak MCP sign in. */
  oauth: AuthorizationServer;
  /** Signs sessions; the set-up code follows from it. */
  key: Uint8Array;
  /** For what is stored and nobody is shown again. */
  box: SecretBox;
  sessions: Sessions;
  admission: Admission;
  links: PasswordLinks;
  factors: SecondFactors;
  limits: Limits;
  terminal: TerminalAccess;
  /** Where people may reach this server, besides the host of the request. */
  allowedOrigins: string[];
  /** The address people use, where it is configured. */
  publicUrl: string | undefined;
  isSecure: boolean;
  /** Where people may sign in with Google. */
  google: GoogleSignIn | undefined;
  sites: WidgetSites;
  proofs: FormProofs;
  intake: VisitIntake;
  webhookSecrets: WebhookSecrets;
  /** Of inbound webhooks. */
  hookSecrets: WebhookSecrets;
  mailboxSecrets: MailboxSecrets;
  mailProvider: MailProvider;
  /** The files of a mail, from its mailbox. */
  fetchMailFiles: FetchFiles;
  mailer: Mailer | undefined;
  /** Channels of other platforms that are on. */
  foreign: readonly ForeignChannel[];
  channels: readonly Channel[];
  outlets: readonly Outlet[];
  inbound: Inbound;
  /** What is given back when the server stops. */
  close(): Promise<void>;
}

export async function openParts(config: Config, product: Product): Promise<ServerParts> {
  const { crm, service, bus, mcp } = product;
  const { PUBLIC_URL: publicUrl } = config;
  const key = sessionKey(config.SESSION_SECRET, config.DATA_DIR);
  const box = secretBoxOf(config, key);
  const sessions = new Sessions(key, await SessionRecords.open(crm, bus));
  const limits = await Limits.open(crm.store.connection, config.REDIS_URL);
  const mailer = openMailer(config);
  const isSecure = publicUrl?.startsWith('https:') ?? false;
  const isProduction = config.NODE_ENV === 'production';
  const factors = new SecondFactors(crm, box);
  const mailboxSecrets = new MailboxSecrets(crm, box);
  const smtp = new SmtpConnections({ privateHosts: config.MAIL_PRIVATE_HOSTS });
  const mailProvider = vendorProvider(crm, resendProvider(crm, smtpProvider(smtp, mailboxSecrets)));
  const mailboxes = { secrets: mailboxSecrets, hosts: { privateHosts: config.MAIL_PRIVATE_HOSTS } };
  const foreign = await foreignChannels(config, (channel) =>
    channelHost({ crm, channel, box, publicUrl, isProduction }),
  );
  const channels = foreign.map(({ channel }) => channel);
  const intake = new VisitIntake(crm);
  const inbound = new Inbound({
    crm,
    service,
    owner: processName(),
    limits,
    bus,
    workspaceOf: (channel, externalTeamId) => workspaceOfTenant(crm, channel, externalTeamId),
    ...(publicUrl && { recordAddress: recordAddresses(crm, publicUrl) }),
  });
  return {
    ...{ config, crm, service, catalogue: service.catalogue, mcp, key, box, sessions, limits, factors },
    ...{ mailer, mailProvider, mailboxSecrets, foreign, channels, intake, inbound, publicUrl, isSecure },
    admission: new Admission({ crm, key, sessions, factors, limits, isSecure }),
    oauth: new AuthorizationServer(crm, key, publicUrl),
    links: new PasswordLinks(key, crm),
    terminal: new TerminalAccess(config.DATA_DIR, crm, sessions),
    // a proxy need not pass on the host that people typed
    allowedOrigins: [...config.ALLOWED_ORIGINS, ...(publicUrl ? [new URL(publicUrl).origin] : [])],
    google: googleOf(config),
    fetchMailFiles: fetchFiles({ crm, ...mailboxes }),
    sites: new WidgetSites(crm, box),
    proofs: new FormProofs(crm),
    webhookSecrets: new WebhookSecrets(crm, box),
    hookSecrets: new WebhookSecrets(crm, box, InboundHook),
    outlets: outletsOf({ crm, config, box, channels, mailer }),
    async close() {
      await intake.close();
      mailer?.close();
      mailProvider.close();
      sessions.records.close();
      limits.close();
    },
  };
}

/** Where an OAuth client is configured. */
function googleOf(config: Config): GoogleSignIn | undefined {
  const { GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = googleEnv.parse(config);
  if (!GOOGLE_CLIENT_ID || !GOOGLE_CLIENT_SECRET) return undefined;
  return new GoogleSignIn({
    clientId: GOOGLE_CLIENT_ID,
    clientSecret: GOOGLE_CLIENT_SECRET,
    issuer: config.GOOGLE_ISSUER,
  });
}
