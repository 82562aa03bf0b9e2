import type { ForeignChannel } from '../../channel-definition.ts';
import type { ChannelHost } from '../../channel-kit/channel-host.ts';
import { Journal } from '../../channel-kit/journal.ts';
import { SeenEvents } from '../../channel-kit/seen-events.ts';
import { activityKey } from './activity-id.ts';
import { BotbuilderConnector } from './botbuilder-connector.ts';
import { TeamsInbox } from './inbox.ts';
import { TeamsInvokes } from './invokes.ts';
import { TeamsPeople } from './people.ts';
import { PostedAnswers } from './posted-answers.ts';
import { Presses } from './presses.ts';
import { References } from './references.ts';
import { teamsRequests } from './requests.ts';
import { TeamsChannel } from './teams.channel.ts';
import type { TeamsActivity } from './teams.schema.ts';

export interface TeamsOptions {
  appId: string;
  password: string;
  tenantId: string;
  isSingleTenant: boolean;
  /** The Playground on this machine instead of Microsoft: without credentials, and for requests of this machine alone. */
  isLocal: boolean;
  apiUrl?: string | undefined;
}

export function createTeamsChannel(
  options: TeamsOptions,
  { store, seen: seenStore }: Pick<ChannelHost, 'store' | 'seen'>,
): ForeignChannel {
  const { appId, password, tenantId, isSingleTenant, isLocal, apiUrl } = options;
  const credentials = isLocal ? { appId: '', password: '', tenantId: '' } : { appId, password, tenantId };
  const connector = new BotbuilderConnector({ ...credentials, apiUrl });
  const references = new References(store, connector);
  const channel = new TeamsChannel(connector, references, new PostedAnswers(store));
  const handlers = () => channel.handlers;
  const people = new TeamsPeople({ connector, vouches: (tenant) => isLocal || tenant === tenantId });
  const presses = new Presses(handlers);
  const seen = new SeenEvents(seenStore);
  const inbox = new TeamsInbox({ connector, people, references, presses, store, seen, isLocal, handlers });
  const journal = new Journal({
    store,
    work: (kept) => {
      const { activity, tenantId: from } = kept as { activity: TeamsActivity; tenantId: string };
      return inbox.take(activity, from);
    },
  });
  channel.journal = journal;
  const invokes = new TeamsInvokes({ people, presses, seen, handlers });
  const router = teamsRequests({
    connector,
    onlyTenantId: isSingleTenant && !isLocal ? tenantId : undefined,
    isLocal,
    isStopping: () => channel.isStopping,
    keep: (activity, tenant) => journal.keep(activityKey(activity, tenant), { activity, tenantId: tenant }),
    take: (activity, tenant) => journal.run(activityKey(activity, tenant), { activity, tenantId: tenant }),
    answer: (activity, tenant) => invokes.answer(activity, tenant),
  });
  return { channel, router };
}
