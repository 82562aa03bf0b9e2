import type { AddressInfo } from 'node:net';
import type { Catalogue } from '@clianta/agents/catalogue';
import { type DemoSignIn, seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { notificationTopic } from '@clianta/crm-core/events/notification.schema';
import { gatherRecordNews } from '@clianta/crm-core/events/record-news';
import { recordNewsTopic } from '@clianta/crm-core/events/record-news.schema';
import { googleEnv } from '@clianta/crm-core/integrations/google/google.integration';
import { InboundHook } from '@clianta/crm-core/integrations/inbound-hook/inbound-hook.schema';
import { logger } from '@clianta/crm-core/logger';
import { prepareForms } from '@clianta/crm-core/marketing/form/form-at';
import { prepareEvents } from '@clianta/crm-core/tracking/visit/store-events';
import { prepareVisitTokens } from '@clianta/crm-core/tracking/visitor/visit-token';
import { isSetupNeeded } from '@clianta/crm-core/workspace/create-workspace';
import { SecondFactors } from '@clianta/crm-core/workspace/second-factor/second-factors';
import { SessionRecords } from '@clianta/crm-core/workspace/session-records';
import { Router } from 'express';
import { Admission } from './api/admission.ts';
import { agentRoutes } from './api/agent.routes.ts';
import { apiTokenRoutes } from './api/api-token.routes.ts';
import { ApprovalGate } from './api/approval-gate.ts';
import { attachmentRoutes } from './api/attachment.routes.ts';
import { auditRoutes } from './api/audit.routes.ts';
import { authRoutes } from './api/auth.routes.ts';
import { bookingLinkRoutes } from './api/booking-link.routes.ts';
import { calendarRoutes } from './api/calendar.routes.ts';
import { callRoutes } from './api/call.routes.ts';
import { campaignRoutes } from './api/campaign.routes.ts';
import { channelRoutes } from './api/channel.routes.ts';
import { chatRoutes } from './api/chat.routes.ts';
import { conversationRoutes } from './api/conversation.routes.ts';
import { customFieldRoutes } from './api/custom-field.routes.ts';
import { erasureRoutes } from './api/erasure.routes.ts';
import { googleRoutes } from './api/google.routes.ts';
import { GoogleSignIn } from './api/google-sign-in.ts';
import { importRoutes } from './api/import.routes.ts';
import { inboundHookRoutes } from './api/inbound-hook.routes.ts';
import { integrationRoutes } from './api/integration.routes.ts';
import { integrationCallbackRoutes } from './api/integration-callback.routes.ts';
import { landingPageRoutes } from './api/landing-page.routes.ts';
import { linkRoutes } from './api/link.routes.ts';
import { listRoutes } from './api/list.routes.ts';
import { mailRoutes } from './api/mail.routes.ts';
import { mailboxRoutes } from './api/mailbox.routes.ts';
import { mcpServerRoutes } from './api/mcp-server.routes.ts';
import { meRoutes } from './api/me.routes.ts';
import { metadataRoutes } from './api/metadata.routes.ts';
import { noticeRoutes } from './api/notice.routes.ts';
import { noticeSettingsRoutes } from './api/notice-settings.routes.ts';
import { openApiDocument } from './api/openapi.ts';
import { ownAccountRoutes } from './api/own-account.routes.ts';
import { PasswordLinks } from './api/password-links.ts';
import { proposalRoutes } from './api/proposal.routes.ts';
import { queueBoard } from './api/queue-board.ts';
import { recordRoutes } from './api/records.routes.ts';
import { recoveryRoutes } from './api/recovery.routes.ts';
import { reportRoutes } from './api/report.routes.ts';
import { scheduleRoutes } from './api/schedule.routes.ts';
import { searchRoutes } from './api/search.routes.ts';
import { createHttpServer } from './api/server.ts';
import { sessionKey } from './api/session-key.ts';
import { Sessions } from './api/sessions.ts';
import { setUpCode } from './api/set-up-code.ts';
import { teamRoutes } from './api/team.routes.ts';
import { todayRoutes } from './api/today.routes.ts';
import { visitorChatRoutes } from './api/visitor-chat.routes.ts';
import { webhookRoutes } from './api/webhook.routes.ts';
import { websiteRoutes } from './api/website.routes.ts';
import { widgetSessionRoutes, widgetSiteRoutes } from './api/widget.routes.ts';
import { WidgetSites } from './api/widget-sites.ts';
import { workRoutes } from './api/work.routes.ts';
import { workflowRoutes } from './api/workflow.routes.ts';
import { bookingRoutes } from './booking/booking.routes.ts';
import { calendarFeedRoutes } from './booking/calendar-feed.routes.ts';
import { channelHost } from './channel-kit/stored-channel-host.ts';
import { foreignChannels } from './channels/registry.ts';
import { TerminalAccess } from './channels/terminal/terminal-access.ts';
import { WebChannel } from './channels/web/web.channel.ts';
import type { Config } from './config.ts';
import { hookRoutes } from './hooks/hook.routes.ts';
import { integrationPushRoutes } from './hooks/integration-push.routes.ts';
import { deliverAlertJob } from './inbound/deliver-alert.job.ts';
import { recordAddresses } from './inbound/with-links.ts';
import { workspaceOfTenant } from './inbound/workspace-of.ts';
import { Inbound } from './inbound.ts';
import { Limits } from './limits/limits.ts';
import { openMailer } from './mail/smtp-mailer.ts';
import { copyToSentJob } from './mail-sync/copy-to-sent.job.ts';
import { fetchFiles } from './mail-sync/fetch-files.ts';
import { fileThreadJob } from './mail-sync/file-thread.job.ts';
import { backfillMailFolderJob, syncMailAccountJob } from './mail-sync/mail-sync.jobs.ts';
import { mailTrackingRoutes } from './mail-tracking/mail-tracking.routes.ts';
import { mcpRoutes } from './mcp/mcp.routes.ts';
import { deliverNoticeJob } from './notices/deliver-notice.job.ts';
import { mailReportJob } from './notices/mail-report.job.ts';
import { outletsOf } from './notices/outlets.ts';
import { sendDigestJob } from './notices/send-digest.job.ts';
import { vapidKeys } from './notices/vapid-keys.ts';
import { offerRoutes } from './offers/offer.routes.ts';
import { MailboxSecrets } from './outbox/mailbox-secrets.ts';
import { resendProvider } from './outbox/resend-provider.ts';
import { sendMailJob } from './outbox/send-mail.job.ts';
import { SmtpConnections } from './outbox/smtp-connections.ts';
import { smtpProvider } from './outbox/smtp-provider.ts';
import { confirmRoutes } from './pages/confirm.routes.ts';
import { prepareVisits } from './pages/count-visit.ts';
import { formRoutes } from './pages/form.routes.ts';
import { FormProofs } from './pages/form-proof.ts';
import { hostedFormRoutes } from './pages/hosted-form.routes.ts';
import { magnetRoutes } from './pages/magnet.routes.ts';
import { pageRoutes } from './pages/page.routes.ts';
import { wordpressRoutes } from './pages/wordpress.routes.ts';
import { sendPhoneMessage } from './phone/send-phone-message.job.ts';
import { openProduct, type Product, processName, secretBoxOf, webDir } from './product.ts';
import { prepareSalts } from './tracking/day-key.ts';
import { trackingRoutes } from './tracking/tracking.routes.ts';
import { VisitIntake } from './tracking/visit-intake.ts';
import { unsubscribeRoutes } from './unsubscribe/unsubscribe.routes.ts';
import { VERSION } from './version.ts';
import { visitorRoutes } from './visitors/visitor.routes.ts';
import { deliverWebhookJob } from './webhooks/deliver-webhook.job.ts';
import { WebhookSecrets } from './webhooks/webhook-secrets.ts';
import { webhookWire } from './webhooks/webhook-wire.ts';

const TURNS_STOP_MS = 4_000;
/** How often messages left behind by another process are looked for. */
const RECOVER_MS = 2_000;

export interface RunningServer {
  url: string;
  /** Opens the set-up page, as long as there is no workspace. */
  setUpCode: string;
  product: Product;
  inbound: Inbound;
  stop(): Promise<void>;
}

/**
 * Starts everything in this process: database, queue, agents, jobs, channels, HTTP.
 *
 * @param catalogue - what it can do; default: all that is registered
 */
export async function startServer(
  config: Config,
  catalogue?: Catalogue,
): Promise<RunningServer & { demo?: DemoSignIn }> {
  const product = await openProduct(config, catalogue);
  try {
    return await serve(config, product);
  } catch (error) {
    await product.stop();
    throw error;
  }
}

async function serve(config: Config, product: Product): Promise<RunningServer & { demo?: DemoSignIn }> {
  const { crm, service, bus } = product;
  const demo =
    config.CLIANTA_DEMO && (await isSetupNeeded(crm))
      ? await seedDemo(crm, { password: config.CLIANTA_DEMO_PASSWORD })
      : undefined;
  const key = sessionKey(config.SESSION_SECRET, config.DATA_DIR);
  const sessions = new Sessions(key, await SessionRecords.open(crm, bus));
  const links = new PasswordLinks(key, crm);
  const limits = await Limits.open(crm.store.connection, config.REDIS_URL);
  const mailer = openMailer(config);
  const open = Router();
  // a proxy need not pass on the host that people typed
  const own = config.PUBLIC_URL ? [new URL(config.PUBLIC_URL).origin] : [];
  const allowedOrigins = [...config.ALLOWED_ORIGINS, ...own];
  const workspace = Router({ mergeParams: true });
  const isProduction = config.NODE_ENV === 'production';
  const box = secretBoxOf(config, key);
  const sites = new WidgetSites(crm, box);
  const factors = new SecondFactors(crm, box);
  const webhookSecrets = new WebhookSecrets(crm, box);
  const hookSecrets = new WebhookSecrets(crm, box, InboundHook);
  const mailboxSecrets = new MailboxSecrets(crm, box);
  const mailboxes = { secrets: mailboxSecrets, hosts: { privateHosts: config.MAIL_PRIVATE_HOSTS } };
  const fetchMailFiles = fetchFiles({ crm, ...mailboxes });
  const mailProvider = resendProvider(
    crm,
    smtpProvider(new SmtpConnections({ privateHosts: config.MAIL_PRIVATE_HOSTS }), mailboxSecrets),
  );
  const isSecure = config.PUBLIC_URL?.startsWith('https:') ?? false;
  const google = googleOf(config);
  const admission = new Admission({ crm, key, sessions, factors, limits, isSecure });
  const foreign = await foreignChannels(config, (channel) =>
    channelHost({ crm, channel, box, publicUrl: config.PUBLIC_URL, isProduction }),
  );
  const outside = foreign.map(({ channel }) => channel);
  const outlets = outletsOf({ crm, config, box, channels: outside, mailer });
  const proofs = new FormProofs(crm);
  await proofs.prepare();
  await prepareForms(crm);
  await prepareVisits(crm);
  await prepareVisitTokens(crm);
  await prepareEvents(crm);
  await prepareSalts(crm);
  const intake = new VisitIntake(crm);
  const { server } = createHttpServer({
    crm,
    sessions,
    limits,
    trustProxy: config.TRUST_PROXY,
    isProduction,
    allowedOrigins,
    publicUrl: config.PUBLIC_URL,
    webDir,
    health: async () => {
      const health = await product.health();
      return {
        ...health,
        channels: health.channels.map((one) => ({ ...one, ...inbound.pulseOf(one.name) })),
      };
    },
    siteOrigin: (id) => sites.originOf(id),
    open,
    workspace,
    channels: [
      trackingRoutes({ crm, intake }),
      hookRoutes({ crm, secrets: hookSecrets, limits }),
      integrationPushRoutes({ crm, limits }),
      mcpRoutes({ crm, service, limits, allowedOrigins, publicUrl: config.PUBLIC_URL }),
      ...foreign.map(({ router }) => router),
    ],
    pages: [
      offerRoutes({ crm, sessions, limits, allowedOrigins }),
      visitorRoutes({ crm, sites, limits }),
      bookingRoutes({ crm, limits, allowedOrigins }),
      calendarFeedRoutes({ crm, limits }),
      unsubscribeRoutes({ crm, limits }),
      mailTrackingRoutes({ crm, limits }),
      formRoutes({ crm, limits, proofs, allowedOrigins }),
      confirmRoutes({ crm, limits, allowedOrigins }),
      hostedFormRoutes({ crm, limits, proofs, allowedOrigins }),
      pageRoutes({ crm, limits }),
      magnetRoutes({ crm, limits, allowedOrigins }),
      wordpressRoutes(crm),
    ],
    queueBoard: queueBoard({ crm, sessions, queues: product.queues }),
    openApi: openApiDocument(VERSION, product.crm.store.entities.values()),
  });
  const web = new WebChannel({ server, crm, sessions, limits, allowedOrigins });
  const inbound = new Inbound({
    crm,
    service,
    owner: processName(),
    limits,
    bus,
    workspaceOf: (channel, externalTeamId) => workspaceOfTenant(crm, channel, externalTeamId),
    ...(config.PUBLIC_URL && { recordAddress: recordAddresses(crm, config.PUBLIC_URL) }),
  });
  const terminal = new TerminalAccess(config.DATA_DIR, crm, sessions);
  open.use(
    authRoutes({
      crm,
      key,
      sessions,
      links,
      limits,
      admission,
      hasGoogle: google !== undefined,
      hasRecovery: mailer !== undefined && config.PUBLIC_URL !== undefined,
      onSessionsEnded: () => terminal.renew(),
    }),
  );
  const { PUBLIC_URL: publicUrl } = config;
  if (mailer && publicUrl) open.use(recoveryRoutes({ links, limits, mailer, publicUrl }));
  if (google) open.use(googleRoutes({ crm, google, key, admission, limits, publicUrl }));
  open.use(integrationCallbackRoutes({ crm, sessions, isSecure }));
  open.use(ownAccountRoutes({ crm, sessions, factors, limits }));
  open.use(widgetSessionRoutes({ crm, sites, sessions, limits }));
  workspace.use(teamRoutes(crm, links, factors));
  workspace.use(apiTokenRoutes(crm));
  workspace.use(mcpServerRoutes(crm, product.mcp));
  workspace.use(customFieldRoutes(crm));
  workspace.use(meRoutes(crm));
  workspace.use(linkRoutes(crm));
  workspace.use(widgetSiteRoutes(crm, sites));
  workspace.use(channelRoutes(crm, outside));
  workspace.use(noticeRoutes(crm));
  workspace.use(
    noticeSettingsRoutes({
      crm,
      outlets,
      pushKey: async () => (await vapidKeys(crm, box)).publicKey,
      pushServices: config.PUSH_SERVICES,
    }),
  );
  workspace.use(agentRoutes(crm, service.catalogue, service.models));
  workspace.use(chatRoutes({ crm, sessions, inbound }));
  workspace.use(conversationRoutes(crm));
  workspace.use(callRoutes(crm));
  workspace.use(mailRoutes(crm, fetchMailFiles));
  workspace.use(calendarRoutes(crm));
  workspace.use(bookingLinkRoutes(crm));
  workspace.use(importRoutes(crm));
  workspace.use(proposalRoutes(crm));
  workspace.use(landingPageRoutes(crm));
  workspace.use(visitorChatRoutes(crm));
  workspace.use(reportRoutes(crm, service.catalogue));
  workspace.use(websiteRoutes(crm, service.catalogue));
  workspace.use(erasureRoutes(crm));
  workspace.use(workflowRoutes(crm, service.catalogue));
  workspace.use(campaignRoutes(crm));
  workspace.use(listRoutes({ crm, inbound, catalogue: service.catalogue }));
  workspace.use(auditRoutes(crm));
  workspace.use(metadataRoutes(crm));
  workspace.use(workRoutes(crm));
  workspace.use(scheduleRoutes(crm));
  workspace.use(webhookRoutes(crm, webhookSecrets));
  workspace.use(inboundHookRoutes(crm, hookSecrets));
  workspace.use(integrationRoutes({ crm, publicUrl, isSecure, limits }));
  workspace.use(mailboxRoutes({ crm, secrets: mailboxSecrets, provider: mailProvider, limits }));
  workspace.use(searchRoutes(crm, service.catalogue));
  workspace.use(todayRoutes(crm, service.catalogue));
  workspace.use(attachmentRoutes(crm));
  workspace.use(recordRoutes(crm, new ApprovalGate(crm, service.catalogue)));
  bus.on(notificationTopic, ({ workspaceId, userId, notification }) =>
    web.notify(workspaceId, userId, notification),
  );
  bus.on(recordNewsTopic, ({ workspaceId, news }) => web.tellRecords(workspaceId, news));
  const endNews = gatherRecordNews(crm, (workspaceId, news) => {
    web.tellRecords(workspaceId, news);
    bus.publish(recordNewsTopic, { workspaceId, news });
  });
  bus.onLost(() => web.connectAgain());
  if (config.JOBS)
    await product.startJobs((workspaceId, userId, notification) => {
      web.notify(workspaceId, userId, notification);
      bus.publish(notificationTopic, { workspaceId, userId, notification });
    });
  await inbound.start([web, ...outside]);
  await product.startChannelWork([
    deliverNoticeJob(outlets),
    sendDigestJob(outlets),
    mailReportJob(mailer),
    deliverAlertJob(outside),
    deliverWebhookJob(webhookSecrets, webhookWire()),
    sendMailJob(mailProvider, fetchMailFiles),
    sendPhoneMessage,
    syncMailAccountJob(mailboxes),
    backfillMailFolderJob(mailboxes),
    copyToSentJob({ crm, ...mailboxes }),
    fileThreadJob({ crm, ...mailboxes }),
  ]);
  await inbound.recover();
  const recovering = setInterval(
    () => void inbound.recover().catch((err) => logger.warn({ err }, 'recovery failed')),
    RECOVER_MS,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.PORT, config.HOST, resolve);
  });
  const metrics =
    config.METRICS_PORT === undefined
      ? undefined
      : await (await import('./metrics/metrics.ts')).startMetrics({
          crm,
          server,
          port: config.METRICS_PORT,
          health: () => product.health(),
        });
  const { port } = server.address() as AddressInfo;
  const local = `http://${hostInUrl(config.HOST)}:${port}`;
  const url = config.PUBLIC_URL ?? local;
  await terminal.open(local);
  return {
    url,
    setUpCode: setUpCode(key),
    product,
    inbound,
    ...(demo && { demo }),
    async stop() {
      clearInterval(recovering);
      endNews();
      await metrics?.stop();
      await terminal.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await inbound.stop(TURNS_STOP_MS);
      server.closeAllConnections();
      await closed;
      await intake.close();
      mailer?.close();
      mailProvider.close();
      sessions.records.close();
      limits.close();
      await product.stop();
    },
  };
}

/** How this machine reaches what listens there; all interfaces are reached by the loopback one. */
function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
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
