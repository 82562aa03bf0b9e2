import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { TeamsPlace } from './connector.ts';
import type { TeamsActivity } from './teams.schema.ts';

/** A private chat, where answers can be streamed; or one of several people, where they are edited. */
export interface Target extends TeamsPlace {
  isPersonal: boolean;
}

/** Where an activity comes from. In a channel each thread has a conversation id of its own. */
export function targetOfActivity(activity: TeamsActivity, tenantId: string): Target {
  const { serviceUrl, conversation, recipient } = activity;
  return {
    serviceUrl,
    conversationId: conversation.id,
    botId: recipient.id,
    tenantId,
    // chats of several people and channels have ids of this form; some events say no more
    isPersonal:
      (conversation.conversationType ?? (/^19:/.test(conversation.id) ? '' : 'personal')) === 'personal',
  };
}

export function addressOf({
  tenantId,
  conversationId,
  serviceUrl,
  botId,
  isPersonal,
}: Target): ThreadAddress {
  return {
    externalTeamId: tenantId,
    threadId: conversationId,
    details: { serviceUrl, botId, kind: isPersonal ? 'personal' : 'group' },
  };
}

export function targetOf({ externalTeamId, threadId, details = {} }: ThreadAddress): Target {
  return {
    serviceUrl: details.serviceUrl ?? '',
    conversationId: threadId,
    botId: details.botId ?? '',
    tenantId: externalTeamId,
    isPersonal: details.kind === 'personal',
  };
}
