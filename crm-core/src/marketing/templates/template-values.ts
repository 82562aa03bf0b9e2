import { DateTime } from 'luxon';
import { offerRules } from '../../crm/proposal/parties-of.ts';
import type { CrmCore } from '../../crm-core.ts';
import { isDay } from '../../entity/days.ts';
import type { AnyRecord, Entity } from '../../entity/define-entity.ts';
import { minorDigits } from '../../entity/money.ts';
import { systemScope } from '../../entity/scope.ts';
import type { Field } from '../../entity/zod-fields.ts';
import type { Local } from '../../workspace/local.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import type { MailValues } from './mail-text.ts';
import { fieldsForMail, mailNameOf, recordGroups } from './mail-variables.ts';

export interface MailSubjects {
  contact?: AnyRecord | undefined;
  company?: AnyRecord | undefined;
  deal?: AnyRecord | undefined;
  sender?: { name: string; email?: string | undefined } | undefined;
  /** The recipient's own page where marketing is stopped. */
  unsubscribe?: string | undefined;
}

/**
 * What mails of a workspace are filled with, worded as its people read it. What all mails share is read once; what comes
 * back is asked for each.
 */
export async function mailValues(
  crm: CrmCore,
  workspaceId: string,
): Promise<(subjects: MailSubjects) => MailValues> {
  const [local, workspace] = await Promise.all([
    crm.localOf(workspaceId, undefined),
    workspaceValues(crm, workspaceId),
  ]);
  return ({ sender, unsubscribe, ...records }) => ({
    ...Object.fromEntries(
      recordGroups().map(([group, entity]) => [
        group,
        valuesOf(entity, records[group as keyof typeof records], local),
      ]),
    ),
    sender: { name: sender?.name, firstName: firstNameOf(sender?.name), email: sender?.email },
    workspace,
    links: { unsubscribe },
  });
}

async function workspaceValues(crm: CrmCore, workspaceId: string) {
  const [workspace, rules] = await Promise.all([
    crm.records(Workspace).findOne(systemScope(workspaceId), {}),
    offerRules(crm, workspaceId),
  ]);
  return { name: rules.sellerName || workspace?.name, address: rules.address };
}

function valuesOf(entity: Entity, record: AnyRecord | undefined, local: Local): Record<string, unknown> {
  const values = (record ?? {}) as Record<string, unknown>;
  const currency = typeof values.currency === 'string' ? values.currency : local.currency;
  const own = fieldsForMail(entity).map((field) => [
    mailNameOf(field),
    inWords(field, values[field.name], { ...local, currency }),
  ]);
  const name = typeof values.name === 'string' ? values.name : undefined;
  return {
    ...(entity.name === 'contact' && { firstName: firstNameOf(name), lastName: lastNameOf(name) }),
    ...Object.fromEntries(own),
    customFields: { ...record?.customFields },
  };
}

function inWords({ format }: Field, value: unknown, local: Local): unknown {
  if (value === undefined || value === null) return undefined;
  if (format === 'money' && typeof value === 'number') return money(value, local);
  if (format === 'percent' && typeof value === 'number') return `${Math.round(value * 100)} %`;
  if (value instanceof Date) return dayInWords(DateTime.fromJSDate(value, { zone: local.timeZone }), local);
  if (typeof value === 'string' && isDay(value)) return dayInWords(DateTime.fromISO(value), local);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value;
}

const dayInWords = (day: DateTime, { locale }: Local) =>
  day.setLocale(locale).toLocaleString(DateTime.DATE_FULL);

function money(minor: number, { locale, currency }: Local): string {
  const amount = minor / 10 ** minorDigits(currency);
  const digits = Number.isInteger(amount) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...digits }).format(amount);
}

const TITLE = /^(?:dr|prof|mr|mrs|ms|mx|herr|frau)\.?$/i;

/** "Ada" of "Dr. Ada van der Quist", and of "Quist, Ada". */
export function firstNameOf(name: string | undefined): string | undefined {
  return partsOf(name).first[0];
}

function lastNameOf(name: string | undefined): string | undefined {
  const { first, last } = partsOf(name);
  return last || first.slice(1).join(' ') || undefined;
}

function partsOf(name = ''): { first: string[]; last?: string } {
  const words = (text: string) => text.split(/\s+/).filter((word) => word && !TITLE.test(word));
  const [before = '', after] = name.split(',');
  return after === undefined
    ? { first: words(before) }
    : { first: words(after), last: words(before).join(' ') };
}
