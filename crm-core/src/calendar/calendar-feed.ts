import { DateTime } from 'luxon';
import type { CrmCore } from '../crm-core.ts';
import { newId } from '../entity/ids.ts';
import type { Scope } from '../entity/scope.ts';
import { ForbiddenError, NotFoundError } from '../errors.ts';
import { PublicLinks } from '../secrets/public-links.ts';
import { scopeOfUser } from '../workspace/scope-of-user.ts';
import { TeamMember } from '../workspace/team-member/team-member.schema.ts';
import { feedFile } from './ics/write-ics.ts';
import { visibleEvents } from './visible-events.ts';

/** Where calendars of people fetch their meetings from. */
export const FEED_PATH = '/calendar/feed';

/** How far a feed reaches into the past and ahead. */
const REACH = { back: { months: 3 }, ahead: { years: 1 } };

interface Feed {
  _id: string;
  workspaceId: string;
  userId: string;
  name: string;
  feedId?: string;
  feedHash?: string;
}

const tokenOf = ({ links }: CrmCore, memberId: string, feedId: string): string =>
  links.token(`calendarFeed:${memberId}:${feedId}`);

const addressOf = (crm: CrmCore, token: string): string => crm.links.address(`${FEED_PATH}/${token}.ics`);

async function ownMember(crm: CrmCore, { workspaceId, actor }: Scope): Promise<Feed> {
  const own = await crm.store
    .model(TeamMember)
    .findOne({ workspaceId, userId: actor.id, isDeleted: false })
    .select({ userId: 1, workspaceId: 1, feedId: 1, feedHash: 1 })
    .lean<Feed>();
  if (!own) throw new ForbiddenError('You are not a member of this workspace.');
  return own;
}

/** The address of the caller's feed; undefined where there is none, or it was made with another key of the server. */
export async function feedAddress(crm: CrmCore, scope: Scope): Promise<string | undefined> {
  const { _id, feedId, feedHash } = await ownMember(crm, scope);
  if (!feedId) return undefined;
  const token = tokenOf(crm, _id, feedId);
  return PublicLinks.hashOf(token) === feedHash ? addressOf(crm, token) : undefined;
}

/** Makes the caller's feed. An address that there was leads nowhere from then on. */
export async function makeFeed(crm: CrmCore, scope: Scope): Promise<string> {
  const { _id } = await ownMember(crm, scope);
  const feedId = newId();
  const token = tokenOf(crm, _id, feedId);
  await crm
    .records(TeamMember)
    .update({ ...scope, role: 'system' }, _id, { feedId, feedHash: PublicLinks.hashOf(token) } as never);
  return addressOf(crm, token);
}

export async function revokeFeed(crm: CrmCore, scope: Scope): Promise<void> {
  const { _id, feedId } = await ownMember(crm, scope);
  if (!feedId) return;
  await crm
    .records(TeamMember)
    .update({ ...scope, role: 'system' }, _id, { feedId: null, feedHash: null } as never);
}

/**
 * What a token opens: the meetings of whoever made it, as a file, with the rights that they have by now.
 *
 * @throws NotFoundError for a token that leads nowhere, also of somebody who has left
 */
export async function feedOf(crm: CrmCore, token: string): Promise<string> {
  const owner = await crm.store
    .model(TeamMember)
    .findOne({ feedHash: PublicLinks.hashOf(token), isDeleted: false })
    .select({ userId: 1, workspaceId: 1, name: 1 })
    .lean<Feed>();
  if (!owner) throw new NotFoundError('calendar', 'of this address');
  const { workspaceId, userId, name } = owner;
  const scope = await scopeOfUser(crm, workspaceId, userId, 'calendar').catch(() => undefined);
  if (!scope) throw new NotFoundError('calendar', 'of this address');
  const now = DateTime.fromJSDate(crm.now(), { zone: 'utc' });
  const [from, to] = [now.minus(REACH.back).toJSDate(), now.plus(REACH.ahead).toJSDate()];
  const events = await visibleEvents(crm, scope, [userId], from, to);
  const { team } = await crm.facts(workspaceId);
  const isDeclined = (event: (typeof events)[number]) =>
    event.attendees.some((one) => one.userId === userId && one.response === 'declined');
  return feedFile(
    `${name}, Clianta`,
    events
      .filter((event) => !isDeclined(event))
      .map((event) => ({ event, organiser: team.find(({ id }) => id === event.ownerId) })),
  );
}
