import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import type { Channel } from '../channel.ts';
import { notePost } from '../inbound/note-post.ts';
import type { Outlet } from './outlet.ts';

const MOST_ACCOUNTS = 20;

/** The accounts that people have linked on a chat platform. */
export function chatOutlet(crm: CrmCore, channel: Channel, label: string): Outlet {
  return {
    name: channel.name,
    label,
    async targetsOf(workspaceId, userId) {
      const { records } = await crm.records(ExternalIdentity).find(systemScope(workspaceId), {
        where: [
          { field: 'userId', op: 'eq', value: userId },
          { field: 'channel', op: 'eq', value: channel.name },
        ],
        limit: MOST_ACCOUNTS,
      });
      return records.map(({ id, externalTeamId, externalUserId }) => ({
        id,
        async send(told) {
          const at = await channel.tell?.({ workspaceId, externalTeamId, externalUserId }, told);
          const text = [told.title, told.body].filter(Boolean).join('\n');
          if (at) await notePost(crm, { workspaceId, channel: channel.name, text, ...at });
        },
      }));
    },
  };
}
