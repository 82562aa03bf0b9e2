import { bookingRoutes } from '../booking/booking.routes.ts';
import { calendarFeedRoutes } from '../booking/calendar-feed.routes.ts';
import { hookRoutes } from '../hooks/hook.routes.ts';
import { integrationPushRoutes } from '../hooks/integration-push.routes.ts';
import { mailTrackingRoutes } from '../mail-tracking/mail-tracking.routes.ts';
import { mcpRoutes } from '../mcp/mcp.routes.ts';
import { mcpOAuthRoutes } from '../mcp-oauth/mcp-oauth.routes.ts';
import { offerRoutes } from '../offers/offer.routes.ts';
import { confirmRoutes } from '../pages/confirm.routes.ts';
import { formRoutes } from '../pages/form.routes.ts';
import { hostedFormRoutes } from '../pages/hosted-form.routes.ts';
import { magnetRoutes } from '../pages/magnet.routes.ts';
import { pageRoutes } from '../pages/page.routes.ts';
import { wordpressRoutes } from '../pages/wordpress.routes.ts';
import { trackingRoutes } from '../tracking/tracking.routes.ts';
import { unsubscribeRoutes } from '../unsubscribe/unsubscribe.routes.ts';
import { visitorRoutes } from '../visitors/visitor.routes.ts';
import { agentRoutes } from './agent.routes.ts';
import { apiTokenRoutes } from './api-token.routes.ts';
import { attachmentRoutes } from './attachment.routes.ts';
import { auditRoutes } from './audit.routes.ts';
import { authRoutes } from './auth.routes.ts';
import { bookingLinkRoutes } from './booking-link.routes.ts';
import { calendarRoutes } from './calendar.routes.ts';
import { callRoutes } from './call.routes.ts';
import { campaignRoutes } from './campaign.routes.ts';
import { channelRoutes } from './channel.routes.ts';
import { chatRoutes } from './chat.routes.ts';
import { conversationRoutes } from './conversation.routes.ts';
import { customFieldRoutes } from './custom-field.routes.ts';
import type { Routes } from './define-routes.ts';
import { erasureRoutes } from './erasure.routes.ts';
import { googleRoutes } from './google.routes.ts';
import { importRoutes } from './import.routes.ts';
import { inboundHookRoutes } from './inbound-hook.routes.ts';
import { integrationRoutes } from './integration.routes.ts';
import { integrationCallbackRoutes } from './integration-callback.routes.ts';
import { landingPageRoutes } from './landing-page.routes.ts';
import { leadScoringRoutes } from './lead-scoring.routes.ts';
import { linkRoutes } from './link.routes.ts';
import { listRoutes } from './list.routes.ts';
import { mailRoutes } from './mail.routes.ts';
import { mailboxRoutes } from './mailbox.routes.ts';
import { mcpServerRoutes } from './mcp-server.routes.ts';
import { meRoutes } from './me.routes.ts';
import { metadataRoutes } from './metadata.routes.ts';
import { noticeRoutes } from './notice.routes.ts';
import { noticeSettingsRoutes } from './notice-settings.routes.ts';
import { ownAccountRoutes } from './own-account.routes.ts';
import { proposalRoutes } from './proposal.routes.ts';
import { recordRoutes } from './records.routes.ts';
import { recoveryRoutes } from './recovery.routes.ts';
import { reportRoutes } from './report.routes.ts';
import { scheduleRoutes } from './schedule.routes.ts';
import { searchRoutes } from './search.routes.ts';
import { tagRoutes } from './tag.routes.ts';
import { teamRoutes } from './team.routes.ts';
import { ticketRoutes } from './ticket.routes.ts';
import { todayRoutes } from './today.routes.ts';
import { visitorChatRoutes } from './visitor-chat.routes.ts';
import { webhookRoutes } from './webhook.routes.ts';
import { websiteRoutes } from './website.routes.ts';
import { widgetSessionRoutes, widgetSiteRoutes } from './widget.routes.ts';
import { workRoutes } from './work.routes.ts';
import { workflowRoutes } from './workflow.routes.ts';

/** All that is served over HTTP. Of one place the first in this list that answers does. */
export const routes: readonly Routes[] = [
  trackingRoutes,
  hookRoutes,
  integrationPushRoutes,
  mcpRoutes,
  mcpOAuthRoutes,
  offerRoutes,
  visitorRoutes,
  bookingRoutes,
  calendarFeedRoutes,
  unsubscribeRoutes,
  mailTrackingRoutes,
  formRoutes,
  confirmRoutes,
  hostedFormRoutes,
  pageRoutes,
  magnetRoutes,
  wordpressRoutes,
  authRoutes,
  recoveryRoutes,
  googleRoutes,
  integrationCallbackRoutes,
  ownAccountRoutes,
  widgetSessionRoutes,
  tagRoutes,
  teamRoutes,
  apiTokenRoutes,
  mcpServerRoutes,
  customFieldRoutes,
  meRoutes,
  linkRoutes,
  widgetSiteRoutes,
  channelRoutes,
  noticeRoutes,
  noticeSettingsRoutes,
  agentRoutes,
  chatRoutes,
  conversationRoutes,
  callRoutes,
  mailRoutes,
  calendarRoutes,
  bookingLinkRoutes,
  importRoutes,
  proposalRoutes,
  ticketRoutes,
  landingPageRoutes,
  visitorChatRoutes,
  reportRoutes,
  leadScoringRoutes,
  websiteRoutes,
  erasureRoutes,
  workflowRoutes,
  campaignRoutes,
  listRoutes,
  auditRoutes,
  metadataRoutes,
  workRoutes,
  scheduleRoutes,
  webhookRoutes,
  inboundHookRoutes,
  integrationRoutes,
  mailboxRoutes,
  searchRoutes,
  todayRoutes,
  attachmentRoutes,
  recordRoutes,
];
