import { startOfDay } from '@clianta/crm-core/entity/days';
import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { fold } from '@clianta/crm-core/entity/search-text';
import { type Field, isDated } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import { isTeammate } from '@clianta/crm-core/workspace/user/user.schema';
import { DateTime } from 'luxon';
import type { ToolContext, ToolResult } from '../tool.ts';
import { counted, listed } from './format.ts';
import { lastTouchOfParts } from './last-touch.ts';
import { ownFields, show, showOwn, type Titles, titlesFor, type Values } from './present.ts';
import { dateOfRecord, fieldNamed } from './translate.ts';

interface Answered {
  label: string;
  /** Empty when the record has no such value. */
  value: string;
  /** A sentence of its own, where "x's y is z" is not how people say it. */
  sentence?: string;
  /** Of several values. */
  isList?: boolean;
}

/**
 * What was asked about one record, said first: "Jane Doe's e-mail is jane@northwind.example."
 *
 * @param names - tools' names of the fields
 * @param equals - the value that the first one was asked for, which is answered with yes or no
 * @throws InvalidError for a field that there is not
 */
export async function fieldAnswer(
  context: ToolContext,
  entity: Entity,
  record: AnyRecord,
  names: readonly string[],
  equals?: string,
): Promise<Pick<ToolResult, 'text' | 'decided'>> {
  const values = record as unknown as Values;
  const titles = await titlesFor(context, entity, [values]);
  const answers = await Promise.all(names.map((name) => answered(context, entity, values, titles, name)));
  const title = `**${titleOf(entity, record)}**`;
  const [only] = answers;
  const later =
    names.length === 1 ? await lastTouchOfParts(context, entity, record, names[0] ?? '') : undefined;
  if (later)
    return {
      text: `${title} ${(await answered(context, later.entity, later.record as unknown as Values, titles, names[0] ?? '')).sentence ?? ''} That was **${titleOf(later.entity, later.record)}**.`,
    };
  if (equals !== undefined && only) return yesOrNo(title, only, equals);
  if (answers.length === 1 && only) {
    if (!only.value) return { text: `${title} has no ${only.label} on record.` };
    return {
      text: only.sentence ? `${title} ${only.sentence}` : `${title}’s ${only.label} is ${only.value}.`,
    };
  }
  const parts = answers.map(({ label, value }) => (value ? `${label} ${value}` : `no ${label} on record`));
  return { text: `${title}: ${listed(parts)}.` };
}

/** "No, **Falcon Security**’s status is Prospect, not Customer." */
function yesOrNo(
  title: string,
  { label, value, isList }: Answered,
  equals: string,
): Pick<ToolResult, 'text' | 'decided'> {
  const wanted = fold(equals.replace(/_/g, ' ')).trim();
  if (!value) return { text: `No, ${title} has no ${label} on record.`, decided: false };
  const said = (isList ? value.split(', ') : [value]).find((one) => fold(one) === wanted);
  const verb = isList ? 'are' : 'is';
  return said
    ? { text: `Yes, ${title}’s ${label} ${verb} ${value}.`, decided: true }
    : { text: `No, ${title}’s ${label} ${verb} ${value}, not ${equals.replace(/_/g, ' ')}.`, decided: false };
}

/**
 * The first record of an order, in words: "**Contoso rollout** has the highest amount of 12 deals: $80,000."
 *
 * @param sort - a tool's field, "-" for the greatest or latest
 */
export async function extreme(
  context: ToolContext,
  entity: Entity,
  record: AnyRecord,
  sort: string,
  of: string,
): Promise<string> {
  const values = record as unknown as Values;
  const titles = await titlesFor(context, entity, [values]);
  const name = sort.replace('-', '');
  const { label, value } = await answered(context, entity, values, titles, name);
  if (name === 'created')
    return `**${titleOf(entity, record)}** is the ${sort.startsWith('-') ? 'newest' : 'oldest'} of ${of}: created on ${value}.`;
  const isDate = isDated((fieldNamed(entity, name) ?? dateOfRecord(name))?.kind);
  const isDown = sort.startsWith('-');
  const most = isDate ? (isDown ? 'latest' : 'earliest') : isDown ? 'highest' : 'lowest';
  const what = isDate && !/date$/.test(label) ? `${label} date` : label;
  if (!value) return `**${titleOf(entity, record)}** comes first of ${of}, with no ${what} at all.`;
  return `**${titleOf(entity, record)}** has the ${most} ${what} of ${of}: ${value}.`;
}

async function answered(
  context: ToolContext,
  entity: Entity,
  values: Values,
  titles: Titles,
  name: string,
): Promise<Answered> {
  const field = fieldNamed(entity, name) ?? dateOfRecord(name);
  if (!field) {
    const own = (await ownFields(context, entity)).find((one) => name === `customFields.${one.key}`);
    if (!own) throw new InvalidError(`A ${entity.label.one} has no field “${name}”.`);
    return { label: lowered(own.label), value: showOwn(own, values, context) };
  }
  const label = lowered(field.label ?? field.name);
  const shown = show(field, values, titles, context);
  const value = values[field.name];
  const at = field.kind === 'day' ? startOfDay(String(value), context.timeZone) : value;
  if (!shown) return { label, value: '' };
  if (at instanceof Date)
    return dateAnswer(context, field, label, shown, at, titles.get(String(values.stageId)));
  if (field.name === 'city' && values.country) return { label, value: `${shown}, ${values.country}` };
  if (field.kind === 'number' && /s$/.test(label) && !field.format)
    return { label, value: shown, sentence: `has ${shown} ${label}.` };
  if (Array.isArray(value)) return { label, value: shown, isList: true };
  if (isTeammate(field)) return { label, value: shown, sentence: `belongs to **${shown}**.` };
  return { label, value: shown };
}

/** A date with how far it is from now, which is what people ask for. */
function dateAnswer(
  context: ToolContext,
  field: Field,
  label: string,
  shown: string,
  at: Date,
  stage: string | undefined,
): Answered {
  const now = DateTime.fromJSDate(context.now, { zone: context.timeZone }).startOf('day');
  const days = Math.round(
    DateTime.fromJSDate(at, { zone: context.timeZone }).startOf('day').diff(now, 'days').days,
  );
  const many = counted(Math.abs(days), { one: 'day', many: 'days' });
  const away = days === 0 ? 'today' : days > 0 ? `in ${many}` : `${many} ago`;
  const value = `${shown} (${away})`;
  const age = days === 0 ? 'was created today.' : `is ${many} old: created on ${shown}.`;
  if (field.name === 'createdAt') return { label, value, sentence: age };
  if (field.name === 'stageChangedAt')
    return { label, value, sentence: `has been in ${stage ?? 'its stage'} for ${many}, since ${shown}.` };
  if (field.name === 'lastContactedAt') return { label, value, sentence: `was last contacted on ${value}.` };
  return { label, value };
}

const lowered = (label: string) =>
  /^[A-Z][a-z-]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
