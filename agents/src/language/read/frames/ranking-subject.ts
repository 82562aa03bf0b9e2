import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import type { FieldInfo } from '../../recognise/lexicon/fields.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, sensesAt } from '../../recognise/unit.ts';
import { periodField } from '../grammar/period-field.ts';
import { linkTo, type Selection } from '../grammar/selection.ts';

/** What is ranked: teammates, periods, records, or values of a field. */
export type Subject =
  | { kind: 'owner'; length: number }
  | { kind: 'period'; per: string; length: number }
  | { kind: 'record'; entity: EntityName; isPlural: boolean; length: number }
  | { kind: 'field'; fields: readonly FieldInfo[]; length: number };

const REPS = `rep|reps|sales rep|sales reps|salesperson|salespeople|seller|sellers|teammate|teammates|owner|owners|of us|
  of my reps|of our reps|colleague|colleagues|team member|team members|assignee|account manager|account managers|performer|performers|
  account executive|account executives|ae|aes|person on the team|people on the team|one of us|of you`;
const PERIOD = /^(day|week|month|quarter|year)s?$/;

export function subjectAt(clause: Clause, at: number): Subject | undefined {
  const reps = phraseAt(clause.units, at, REPS);
  if (reps > 0) return { kind: 'owner', length: reps };
  const period = PERIOD.exec(normAt(clause.units, at))?.[1];
  if (period) return { kind: 'period', per: period, length: 1 };
  const fields = sensesAt(clause, at, 'field');
  const noun = sensesAt(clause, at, 'entity')[0];
  if (noun && noun.length >= (fields[0]?.length ?? 0)) {
    const { entity, isPlural } = noun.sense;
    return { kind: 'record', entity, isPlural, length: noun.length };
  }
  const longest = fields.filter((match) => match.length === fields[0]?.length);
  if (longest.length === 0) return undefined;
  return {
    kind: 'field',
    fields: longest.map((match) => match.sense.field),
    length: longest[0]?.length ?? 1,
  };
}

/** How records of an entity are grouped by the subject, as a tool's argument. */
export function groupOf(clause: Clause, subject: Subject, selection: Selection): string | undefined {
  const { entity } = selection;
  switch (subject.kind) {
    case 'owner':
      return kindOf(entity).owner;
    case 'period':
      return `${periodField(selection)} per ${subject.per}`;
    case 'record':
      return linkTo(clause, entity, subject.entity)?.name;
    case 'field':
      return fieldOf(clause, subject.fields, entity);
  }
}

/** The entity's own field, else that of the company it belongs to: "company.industry". */
export function fieldOf(
  clause: Clause,
  fields: readonly FieldInfo[],
  entity: EntityName,
): string | undefined {
  const isGroup = ({ kind }: FieldInfo) => kind !== 'number' && kind !== 'date';
  const own = fields.find((field) => field.entity === entity && isGroup(field));
  if (own) return own.name;
  const ofCompany = fields.find((field) => field.entity === 'company' && isGroup(field) && !field.customKey);
  const link = ofCompany && linkTo(clause, entity, 'company');
  return link && `${link.name}.${ofCompany.name}`;
}
