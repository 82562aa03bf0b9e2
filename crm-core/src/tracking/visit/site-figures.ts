import { Company } from '../../crm/company/company.schema.ts';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { dayOf } from '../../entity/days.ts';
import type { Scope } from '../../entity/scope.ts';
import { CompanyVisitor } from '../visitor/company-visitor.schema.ts';
import type { SiteFigures } from './site-figures.schema.ts';
import { type CameFrom, TrackingEvent } from './tracking-event.schema.ts';

export interface Span {
  from: Date;
  to: Date;
}

const MOST_SHOWN = 20;
const MOST_DAYS = 400;
const WHO = { $ifNull: ['$visitorId', '$dayKey'] };

/** What was looked at on the websites in a time; of machines only how often. */
export async function siteFigures(
  crm: CrmCore,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  { from, to }: Span,
): Promise<SiteFigures> {
  const { timeZone } = await crm.facts(workspaceId);
  const events = crm.store.model(TrackingEvent);
  const within = { workspaceId, at: { $gte: from, $lt: to } };
  const views = { ...within, type: 'page', isMachine: false };
  const day = { $dateToString: { date: '$at', format: '%Y-%m-%d', timezone: timeZone } };
  const [byDay, byPage, bySource, machines, companies] = await Promise.all([
    events.aggregate<{ _id: { day: string; who?: string }; views: number }>([
      { $match: views },
      { $group: { _id: { day, who: WHO }, views: { $sum: 1 } } },
    ]),
    events.aggregate<{ _id: string; views: number }>([
      { $match: views },
      { $group: { _id: '$path', views: { $sum: 1 } } },
      { $sort: { views: -1, _id: 1 } },
      { $limit: MOST_SHOWN },
    ]),
    events.aggregate<{ _id: CameFrom; visits: number }>([
      { $match: { ...views, from: { $exists: true } } },
      {
        $group: {
          _id: { source: '$from.source', medium: '$from.medium', campaign: '$from.campaign' },
          visits: { $sum: 1 },
        },
      },
      { $sort: { visits: -1 } },
      { $limit: MOST_SHOWN },
    ]),
    events.countDocuments({ ...within, isMachine: true }),
    companiesOf(crm, workspaceId, dayOf(from, timeZone), dayOf(new Date(to.getTime() - 1), timeZone)),
  ]);
  const days = new Map<string, { visitors: number; views: number }>();
  const whole = new Set<string>();
  let unnamed = 0;
  for (const { _id, views: count } of byDay) {
    const known = days.get(_id.day) ?? { visitors: 0, views: 0 };
    days.set(_id.day, { visitors: known.visitors + (_id.who ? 1 : 0), views: known.views + count });
    if (_id.who) whole.add(_id.who);
    else unnamed += count;
  }
  return {
    visitors: whole.size,
    views: [...days.values()].reduce((sum, one) => sum + one.views, 0),
    unnamed,
    machines,
    days: [...days]
      .map(([on, figures]) => ({ day: on, ...figures }))
      .toSorted((a, b) => a.day.localeCompare(b.day))
      .slice(-MOST_DAYS),
    pages: byPage.map(({ _id, views: count }) => ({ path: _id, views: count })),
    sources: bySource.map(({ _id: { source, medium, campaign }, visits }) => ({
      source,
      medium,
      ...(campaign && { campaign }),
      visits,
    })),
    companies,
  };
}

async function companiesOf(crm: CrmCore, workspaceId: string, from: string, to: string) {
  const rows = await crm.store
    .model(CompanyVisitor)
    .aggregate<{ _id: string; visits: number; pages: number; last: string }>([
      { $match: { workspaceId, day: { $gte: from, $lte: to } } },
      {
        $group: {
          _id: '$companyId',
          visits: { $sum: '$visits' },
          pages: { $sum: '$pages' },
          last: { $max: '$day' },
        },
      },
      { $sort: { visits: -1 } },
      { $limit: MOST_SHOWN },
    ]);
  const names = await crm.store
    .model(Company)
    .find({ workspaceId, _id: { $in: rows.map(({ _id }) => _id) }, isDeleted: false })
    .select('name')
    .lean<Array<{ _id: string; name: string }>>();
  const nameOf = new Map(names.map(({ _id, name }) => [_id, name]));
  return rows.flatMap(({ _id: companyId, ...row }) => {
    const name = nameOf.get(companyId);
    return name === undefined ? [] : [{ companyId, name, ...row }];
  });
}

/** A person who is known, and what they looked at. */
export interface PersonSeen {
  contactId: string;
  name: string;
  companyId?: string;
  views: number;
  lastAt: Date;
  pages: string[];
}

/**
 * Who was on the website, of those who are known; the last ones first.
 *
 * @param page - part of the address of pages
 */
export async function peopleSeen(
  crm: CrmCore,
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  { from, to }: Span,
  { companyId, page }: { companyId?: string | undefined; page?: string | undefined } = {},
): Promise<PersonSeen[]> {
  const people = companyId ? await peopleOf(crm, { workspaceId, companyId }) : undefined;
  const rows = await crm.store
    .model(TrackingEvent)
    .aggregate<{ _id: string; views: number; lastAt: Date; pages: string[] }>([
      {
        $match: {
          workspaceId,
          at: { $gte: from, $lt: to },
          type: 'page',
          isMachine: false,
          contactId: people ? { $in: people.map(({ _id }) => _id) } : { $exists: true },
          ...(page && { path: { $regex: page.replace(/[^\p{L}\p{N}]+/gu, '.?'), $options: 'i' } }),
        },
      },
      {
        $group: {
          _id: '$contactId',
          views: { $sum: 1 },
          lastAt: { $max: '$at' },
          pages: { $addToSet: '$path' },
        },
      },
      { $sort: { lastAt: -1 } },
      { $limit: MOST_SHOWN },
    ]);
  const known = people ?? (await peopleOf(crm, { workspaceId, _id: { $in: rows.map(({ _id }) => _id) } }));
  const contactOf = new Map(known.map((one) => [one._id, one]));
  return rows.flatMap(({ _id, pages, ...row }) => {
    const contact = contactOf.get(_id);
    if (!contact) return [];
    const { name, companyId: own } = contact;
    return [{ contactId: _id, name, ...(own && { companyId: own }), ...row, pages: pages.toSorted() }];
  });
}

const peopleOf = ({ store }: CrmCore, where: Record<string, unknown>) =>
  store
    .model(Contact)
    .find({ ...where, isDeleted: false })
    .select('name companyId')
    .limit(1_000)
    .lean<Array<{ _id: string; name: string; companyId?: string }>>();
