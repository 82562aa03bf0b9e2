import { approvalsArea } from './approvals/approvals.area.ts';
import { approvalsSayings } from './approvals/approvals.sayings.ts';
import { autonomyArea } from './autonomy/autonomy.area.ts';
import { autonomySayings } from './autonomy/autonomy.sayings.ts';
import { budgetArea } from './budget/budget.area.ts';
import { budgetSayings } from './budget/budget.sayings.ts';
import { integrationsArea } from './integrations/integrations.area.ts';
import { changeIntegrationsSayings } from './integrations/integrations.sayings.ts';
import { mcpArea } from './mcp/mcp.area.ts';
import { changeMcpSayings } from './mcp/mcp.sayings.ts';
import { schedulesArea } from './schedules/schedules.area.ts';
import { setScheduleSayings } from './schedules/schedules.sayings.ts';
import { serviceLevelsArea } from './service-levels/service-levels.area.ts';
import { serviceLevelsSayings } from './service-levels/service-levels.sayings.ts';
import type { SettingArea } from './setting-area.ts';
import { tokensArea } from './tokens/tokens.area.ts';
import { revokeTokenSayings } from './tokens/tokens.sayings.ts';
import { waitlistArea } from './waitlist/waitlist.area.ts';
import { inviteSayings } from './waitlist/waitlist.sayings.ts';
import { webhooksArea } from './webhooks/webhooks.area.ts';
import { changeWebhooksSayings } from './webhooks/webhooks.sayings.ts';

/** The areas of the settings, each with what people say to change something in it. */
const AREAS: ReadonlyArray<readonly [SettingArea, readonly string[]]> = [
  [autonomyArea, autonomySayings],
  [approvalsArea, approvalsSayings],
  [budgetArea, budgetSayings],
  [schedulesArea, setScheduleSayings],
  [webhooksArea, changeWebhooksSayings],
  [tokensArea, revokeTokenSayings],
  [integrationsArea, changeIntegrationsSayings],
  [mcpArea, changeMcpSayings],
  [serviceLevelsArea, serviceLevelsSayings],
  [waitlistArea, inviteSayings],
];

export const areas: readonly SettingArea[] = AREAS.map(([area]) => area);

export const changeSettingsSayings: readonly string[] = AREAS.flatMap(([{ name }, sayings]) =>
  // in front of what else it means: a call is put in words in this order
  sayings.map((saying) => saying.replace(/(?= \{\w+=|$)/, ` {area=${name}}`)),
);
