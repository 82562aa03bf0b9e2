import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { CustomFieldDefinition } from '@clianta/crm-core/crm/custom-field-definition/custom-field-definition.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { EmailTemplate } from '@clianta/crm-core/marketing/templates/email-template.schema';
import type { MailBlock } from '@clianta/crm-core/marketing/templates/mail-block.schema';
import { renderTemplate } from '@clianta/crm-core/marketing/templates/render-template';
import { mailValues } from '@clianta/crm-core/marketing/templates/template-values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aWorkspace, openTestCrm, type TestDatabase } from '../../support/test-crm.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestCrm();
});
afterAll(() => database.close());

const saying = (text: string): { subject: string; blocks: MailBlock[] } => ({
  subject: 'Hello',
  blocks: [{ kind: 'text', text }],
});

describe('an e-mail template', () => {
  it('knows its variables and refuses those that there are not, own fields of the workspace among them', async () => {
    const { scope } = await aWorkspace(database.crm);
    const templates = database.crm.records(EmailTemplate);
    const made = await templates.create(scope, {
      name: 'Welcome',
      ...saying('Hello {{ contact.firstName | default: "there" }} of {{ company.name }}'),
    });
    expect(made.variables).toEqual(['contact.firstName', 'company.name']);
    await expect(templates.update(scope, made.id, saying('{{ contact.frstName }}'))).rejects.toThrow(
      /no variable contact\.frstName.*contact\.firstName/s,
    );
    const own = saying('{{ contact.customFields.seats }}');
    await expect(templates.update(scope, made.id, own)).rejects.toThrow(
      /no variable contact\.customFields\.seats/,
    );
    await database.crm
      .records(CustomFieldDefinition)
      .create(scope, { entity: 'contact', key: 'seats', label: 'Seats', type: 'number' });
    expect(await templates.update(scope, made.id, own)).toMatchObject({
      variables: ['contact.customFields.seats'],
      version: 2,
    });
    await expect(templates.create(scope, { name: 'Welcome', ...saying('x') })).rejects.toThrow();
  });

  it('is filled with what is known of the people, in words', async () => {
    const { crm } = database;
    const { scope, workspaceId } = await aWorkspace(crm);
    const contact = await crm
      .records(Contact)
      .create(scope, { name: 'Dr. Ada Quist', followUpAt: '2026-12-31' });
    const company = await crm.records(Company).create(scope, { name: 'Northwind' });
    const deal = await crm
      .records(Opportunity)
      .create(scope, { title: 'Rollout', amountMinor: 1_250_000, currency: 'EUR' });
    const valuesFor = await mailValues(crm, workspaceId);
    const text =
      '{{contact.firstName}} {{contact.lastName}}, {{company.name}}, {{deal.title}}, {{deal.amount}}, {{contact.followUp}}, {{sender.firstName}}';
    const mail = renderTemplate(
      saying(text),
      valuesFor({ contact, company, deal, sender: { name: 'Sam Lee' } }),
    );
    expect(mail).toMatchObject({
      text: 'Ada Quist, Northwind, Rollout, €12,500, December 31, 2026, Sam\n',
      missing: [],
    });
  });
});
