import { isDay } from '@clianta/crm-core/entity/days';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { type Field, isDated } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import { DateTime } from 'luxon';
import type { ToolContext } from '../tool.ts';
import { formatMoney, formatNumber, toMinor } from './format.ts';
import { fieldNamed } from './translate.ts';

const UNITS = { h: 'hour', d: 'day', w: 'week', m: 'month', q: 'quarter', y: 'year' } as const;

/** A number or date changed by so much, from whatever each record has. */
export interface Adjustment {
  field: Field;
  label: string;
  /** 10: a tenth more; -50: half of it. */
  percent?: number;
  /** In whole currency units for money, in points for percentages. */
  by?: number;
  shift?: { amount: number; unit: keyof typeof UNITS };
}

/** @throws InvalidError naming what kind of field it takes */
export function readAdjustment(
  entity: Entity,
  given: { field: string; percent?: number; by?: number; shift?: string },
): Adjustment {
  const field = fieldNamed(entity, given.field);
  if (!field || field.readOnly)
    throw new InvalidError(`A ${entity.label.one} has no field “${given.field}” that could be changed.`);
  const label = field.label ?? field.name;
  const shift = /^([+-]?\d+)([hdwmqy])$/.exec(given.shift ?? '');
  if (field.kind === 'day' && shift?.[2] === 'h')
    throw new InvalidError(`${label} is a day: move it by days, weeks or months.`);
  if (isDated(field.kind) && shift)
    return { field, label, shift: { amount: Number(shift[1]), unit: shift[2] as keyof typeof UNITS } };
  if (field.kind === 'number' && given.percent !== undefined) return { field, label, percent: given.percent };
  if (field.kind === 'number' && given.by !== undefined) return { field, label, by: given.by };
  throw new InvalidError(
    isDated(field.kind)
      ? `Say by how long to move the ${label.toLowerCase()}, for example “by two weeks”.`
      : field.kind === 'number'
        ? `Say by how much to change the ${label.toLowerCase()}, for example “by 10%”.`
        : `${label} is neither a number nor a date, so it cannot be changed by an amount.`,
  );
}

/** The new value of a record; nothing when it has none to begin with. @throws InvalidError below zero */
export function adjusted(
  context: ToolContext,
  { field, label, percent, by, shift }: Adjustment,
  record: Record<string, unknown>,
): Record<string, unknown> {
  const value = record[field.name];
  if (shift && isDay(value)) {
    const later = DateTime.fromISO(value, { zone: 'utc' }).plus({ [UNITS[shift.unit]]: shift.amount });
    return { [field.name]: later.toISODate() };
  }
  if (shift && value instanceof Date) {
    const later = (at: Date) =>
      DateTime.fromJSDate(at, { zone: context.timeZone })
        .plus({ [UNITS[shift.unit]]: shift.amount })
        .toJSDate();
    // the reminder of a task goes with the task
    const isReminded = field.name === 'dueAt' && record.remindAt instanceof Date;
    return {
      [field.name]: later(value),
      ...(isReminded && { remindAt: later(record.remindAt as Date) }),
    };
  }
  if (typeof value !== 'number') return {};
  const next =
    percent === undefined ? value + stepOf(context, field, by ?? 0, record) : value * (1 + percent / 100);
  if (next < 0) throw new InvalidError(`That would make the ${label.toLowerCase()} less than nothing.`);
  const isWhole = field.format === 'money' || Number.isInteger(value);
  return { [field.name]: isWhole && field.format !== 'percent' ? Math.round(next) : Number(next.toFixed(6)) };
}

function stepOf(context: ToolContext, field: Field, by: number, record: Record<string, unknown>): number {
  if (field.format === 'money') return toMinor(by, String(record.currency ?? context.currency));
  return field.format === 'percent' ? by / 100 : by;
}

/** "10% more", "$5,000 less", "2 weeks later". */
export function adjustmentInWords(context: ToolContext, { field, percent, by, shift }: Adjustment): string {
  if (shift) {
    const count = Math.abs(shift.amount);
    return `${count} ${UNITS[shift.unit]}${count === 1 ? '' : 's'} ${shift.amount < 0 ? 'earlier' : 'later'}`;
  }
  const amount = percent ?? by ?? 0;
  const size = Math.abs(amount);
  const much =
    percent !== undefined
      ? `${formatNumber(size, context)}%`
      : field.format === 'money'
        ? formatMoney(toMinor(size, context.currency), context.currency, context)
        : field.format === 'percent'
          ? `${formatNumber(size, context)} points`
          : formatNumber(size, context);
  return `${much} ${amount < 0 ? 'less' : 'more'}`;
}
