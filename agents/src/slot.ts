import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { z } from 'zod';

/**
 * What a person says where a tool takes an argument. An argument without one is what its type says: an option of an enum,
 * a number, else free text.
 */
export type Slot =
  /** One record by name, or what points at it: "it", "the Acme deal". */
  | { kind: 'record'; entity: string }
  /** Whatever something can be about: a record of any kind, "me", "us". */
  | { kind: 'subject' }
  /** A contact, company or deal by name, or a teammate, whose name is kept as it was said. */
  | { kind: 'person' }
  | { kind: 'teammate' }
  /** A teammate, "me", or the team. */
  | { kind: 'whose' }
  | { kind: 'stage' }
  /** A time to come; a day alone means the morning of it. */
  | { kind: 'moment' }
  | { kind: 'day' }
  /** Where a period that lies behind begins. */
  | { kind: 'since' }
  /** How long something is: `now-2h`; of these units where they are named. */
  | { kind: 'length'; units?: readonly string[] }
  /** A time of day: `15:30`. */
  | { kind: 'clock' }
  /** A stretch of time: `{ from, to }`. */
  | { kind: 'period' }
  /** The same for a filter: as it was said, behind or ahead. */
  | { kind: 'span' }
  | { kind: 'option'; options: readonly string[] }
  | { kind: 'email' }
  | { kind: 'number' }
  | { kind: 'money' }
  | { kind: 'percent' }
  /** A field of that kind of record, or of a record that it refers to: `company.industry`. */
  | { kind: 'field'; entity: string }
  /**
   * `isNames`: who or what is meant by name, no time or figure among it. `isReason`: why it is done, or what solved it, which people tell beside the order. `isSought`: words that a list is
   * looked through for, so that its sayings count where its filter has no such field.
   */
  | { kind: 'text'; isSought?: boolean; isReason?: boolean; isNames?: boolean }
  /** A text in quotation marks, to the letter. */
  | { kind: 'quote' }
  /** Records described in words, "customers in Germany": as far as the grammar of lists reads every word. */
  | { kind: 'records' }
  /** A text that is handed over: all that follows the colon or the first line, to the letter. */
  | { kind: 'pasted' }
  /**
   * All of the message, as it was said: of what is to hold from now on nothing is to be done at once, however many orders
   * stand in it.
   */
  | { kind: 'whole' }
  /**
   * Which records of a kind, and by what they are grouped: all that a filter can say, `{ where, anyOf, text, groupBy }`.
   *
   * `known`: what is known of them, which decides what a time means.
   */
  | { kind: 'selection'; entity: string; known?: Condition[] }
  /** A field of that kind of record, or a unit of time: what figures are put together by. */
  | { kind: 'group'; entity: string };

const slots = z.registry<Slot>();

/** Declares what is said for an argument. */
export function slot<S extends z.ZodType>(kind: Slot, type: S): S {
  // each has a type of its own: one that two share would mean what was declared last
  const own = type.clone(undefined, { parent: true }) as S;
  slots.add(own, kind);
  return own;
}

/** What is said for an argument; undefined when nothing simple is: lists, flags, filters. */
export function slotOf(type: z.ZodType): Slot | undefined {
  for (let at: z.ZodType | undefined = type; at; at = innerOf(at)) {
    const declared = slots.get(at);
    if (declared) return declared;
    if (at instanceof z.ZodEnum) return { kind: 'option', options: at.options.map(String) };
    if (at instanceof z.ZodNumber) return { kind: 'number' };
    if (at instanceof z.ZodString) return { kind: 'text' };
  }
  return undefined;
}

/** What is said for an argument of an input, by its name. */
export function slotNamed(input: z.ZodObject, name: string): Slot | undefined {
  const type = (input.shape as Record<string, z.ZodType>)[name];
  return type && slotOf(type);
}

/** The parts of an argument that is an object. */
export function partsOf(type: z.ZodType): Readonly<Record<string, z.ZodType>> {
  for (let at: z.ZodType | undefined = type; at; at = innerOf(at))
    if (at instanceof z.ZodObject) return at.shape as Record<string, z.ZodType>;
  return {};
}

export const isOptional = (type: z.ZodType): boolean => type.safeParse(undefined).success;

function innerOf(type: z.ZodType): z.ZodType | undefined {
  if (type instanceof z.ZodOptional || type instanceof z.ZodNullable || type instanceof z.ZodDefault)
    return type.unwrap() as z.ZodType;
  return undefined;
}
