import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { CompetitorMention } from '@clianta/crm-core/intelligence/competitor-mention/competitor-mention.schema';
import { waitingJobs } from '@clianta/crm-core/work/waiting-job';
import { scanMentions } from '@clianta/jobs/jobs/scan-mentions.job';
import { findMentions } from '@clianta/jobs/subscribers/find-mentions';
import { expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aDeal } from '../../support/test-crm.ts';

it('a new entry suggests a competitor to whose deal it is, once, and writes nothing into the deal', async ({
  db,
  home,
}) => {
  const { crm } = db;
  const { workspaceId, scope, system } = home;
  const note = (subject: string, values = {}) =>
    crm.records(Activity).create(scope, { type: 'call', subject, at: new Date(), ...values });
  const happened = (entity: string, recordId: string, after: Record<string, unknown>): DomainEvent => ({
    id: newId(),
    type: `${entity}.created`,
    workspaceId,
    at: crm.now(),
    entity,
    recordId,
    recordTitle: '',
    recordVersion: 1,
    actor: scope.actor,
    groupId: newId(),
    before: {},
    after,
  });
  const context = { crm, notify: () => undefined };
  const waiting = async () =>
    (await waitingJobs(db.database.connection).find({ workspaceId, state: 'waiting' }).toArray()).map(
      ({ data }) => data,
    );
  const work = async () => {
    for (const data of await waiting())
      await scanMentions.run({ ...context, workspaceId, scope: system } as never, data as never);
  };
  const deal = await aDeal(crm, scope, { title: 'Kestrel avionics', ownerId: scope.actor.id });
  const early = await note('Vera likes Zoho', { opportunityId: deal.id });
  await findMentions(context, happened('activity', early.id, { subject: early.subject }));
  expect(await waiting()).toEqual([]);
  const zoho = await crm.records(Competitor).create(scope, { name: 'Zoho' });
  await findMentions(context, happened('competitor', zoho.id, { name: 'Zoho' }));
  await work();
  const mentions = async () => (await crm.records(CompetitorMention).find(scope, { sort: 'at' })).records;
  expect((await mentions()).map(({ activityId }) => activityId)).toEqual([early.id]);
  expect((await crm.records(Notice).find(scope)).records).toEqual([]);

  const entry = await note('Call with Vera', {
    opportunityId: deal.id,
    body: 'Zoho made an offer. We wait.',
  });
  const told = happened('activity', entry.id, { subject: entry.subject, body: entry.body });
  await findMentions(context, told);
  await findMentions(context, told);
  await work();
  await work();
  expect((await mentions()).map(({ quote }) => quote)).toEqual(['Vera likes Zoho', 'Zoho made an offer.']);
  const { records } = await crm.records(Notice).find(scope);
  expect(records.map(({ title }) => title)).toEqual([
    'Zoho was mentioned in Kestrel avionics. Is it a competitor there?',
  ]);
  expect((await crm.records(Opportunity).get(scope, deal.id)).competitorIds).toBeUndefined();
});
