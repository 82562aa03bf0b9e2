import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { Form } from '@clianta/crm-core/marketing/form/form.schema';
import { FormSubmission } from '@clianta/crm-core/marketing/form-submission/form-submission.schema';
import { Attribution } from '@clianta/crm-core/tracking/attribution/attribution.schema';
import { TrackedSite } from '@clianta/crm-core/tracking/visit/tracked-site.schema';
import { attributeConversions } from '@clianta/jobs/subscribers/attribute-conversions';
import { expect } from 'vitest';
import { anEvent } from '../../support/events.ts';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, aDeal } from '../../support/test-crm.ts';

const it = crmTest
  .extend('deal', async ({ db: { crm }, home }) => {
    const { id: contactId } = await aContact(crm, home.scope, { name: 'Jane Doe' });
    return aDeal(crm, home.scope, { contactId, amountMinor: 500 });
  })
  .extend(
    'happens',
    ({ db: { crm }, home, deal }) =>
      (type: string, values: Partial<DomainEvent> = {}) =>
        attributeConversions(
          { crm, notify: async () => {} },
          anEvent({
            workspaceId: home.workspaceId,
            entity: 'opportunity',
            recordId: deal.id,
            type,
            ...values,
          }),
        ),
  )
  .extend(
    'kept',
    ({ db: { crm }, deal }) =>
      () =>
        crm.store.model(Attribution).distinct('conversion', { recordId: deal.id }),
  )
  .extend(
    'track',
    ({ db: { crm }, home }) =>
      () =>
        crm.records(TrackedSite).create(home.scope, { origin: `https://${newId()}.example` }),
  );

it('keeps what led to a deal when it is made, and to a win when it is won', async ({
  db: { crm },
  home,
  deal,
  happens,
  kept,
  track,
}) => {
  await track();
  await happens('deal.updated');
  expect(await kept()).toEqual([]);
  await happens('deal.created');
  expect(await kept()).toEqual(['deal']);
  await crm.records(Opportunity).update(home.scope, deal.id, { status: 'won' });
  await happens('deal.won');
  expect((await kept()).sort()).toEqual(['deal', 'won']);
});

it('keeps what led to a form as soon as it is taken, tracked or not', async ({ db: { crm }, home }) => {
  const form = await crm.records(Form).create(home.scope, {
    name: 'Newsletter',
    fields: [{ name: 'email', label: 'E-mail', type: 'email', required: true, mapsTo: 'email' }],
    consentText: 'Write to me.',
  } as never);
  const submission = await crm.records(FormSubmission).create(home.system, {
    formId: form.id,
    email: 'ada@quist.example',
    values: {},
    at: new Date(),
    clientId: newId(),
  });
  const event = anEvent({
    workspaceId: home.workspaceId,
    entity: 'formSubmission',
    recordId: submission.id,
    type: 'formSubmission.updated',
  });
  const context = { crm, notify: async () => {} };
  const kept = () => crm.store.model(Attribution).distinct('conversion', { recordId: submission.id });
  await attributeConversions(context, { ...event, after: { status: 'new' } });
  expect(await kept()).toEqual([]);
  await attributeConversions(context, { ...event, after: { takenAt: new Date() } });
  expect(await kept()).toEqual(['form']);
});

it('keeps nothing where no website is tracked', async ({ happens, kept }) => {
  await happens('deal.created');
  expect(await kept()).toEqual([]);
});
