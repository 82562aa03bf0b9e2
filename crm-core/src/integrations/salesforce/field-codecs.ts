import { normalPhone, type phoneRegion } from '../../entity/phone-number.ts';
import type { Field } from '../../entity/zod-fields.ts';
import type { TheirField } from '../sync/field-mapping.schema.ts';
import type { Row } from './salesforce-api.ts';

/** What values are read with. */
export interface CodecContext {
  phoneRegion: ReturnType<typeof phoneRegion>;
  /** Digits after the point of the workspace's currency. */
  digits: number;
  timeZone: string;
  stages: ReadonlyArray<{ id: string; name: string; kind: string; pipelineId: string; isDefault: boolean }>;
  /** Our user of one of theirs, and back. */
  userOf(theirId: string): string | undefined;
  theirUserOf(userId: string): string | undefined;
  /** Our record of one of theirs, and back; undefined where the other side does not have it. */
  recordOf(theirId: string): string | undefined;
  theirsOf(recordId: string): string | undefined;
}

/** Of a value that cannot be compared: the field is left alone on both sides. */
export const UNKNOWN = Symbol('unknown');

type Values = Readonly<Record<string, unknown>>;

/** How a field is compared and written. What is compared is plain: text, numbers, true and false, or null. */
export interface Codec {
  /** What is asked for there. */
  reads: readonly string[];
  fromTheirs(row: Row): unknown;
  fromOurs(record: Values): unknown;
  /** @returns UNKNOWN when there is nothing there that says it */
  toTheirs(value: unknown): Record<string, unknown> | typeof UNKNOWN;
  toOurs(value: unknown, record: Values): Record<string, unknown>;
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

export function codecOf(field: Field, theirs: TheirField, context: CodecContext): Codec {
  const plain: Codec = {
    reads: [theirs.name],
    fromTheirs: (row) => row[theirs.name] ?? null,
    fromOurs: (record) => record[field.name] ?? null,
    toTheirs: (value) => ({ [theirs.name]: value ?? null }),
    toOurs: (value) => ({ [field.name]: value ?? null }),
  };
  if (theirs.name === 'LastName') return personName(plain);
  if (field.name === 'consent') return optOut(plain, theirs.name);
  if (field.part) return stage(plain, theirs, context);
  if (field.ref === 'user')
    return reference(
      plain,
      theirs.name,
      (id) => context.userOf(id),
      (id) => context.theirUserOf(id),
    );
  if (field.ref)
    return reference(
      plain,
      theirs.name,
      (id) => context.recordOf(id),
      (id) => context.theirsOf(id),
    );
  if (field.format === 'money') return money(plain, theirs.name, context.digits);
  if (field.format === 'phone')
    return { ...plain, fromTheirs: (row) => phone(row[theirs.name], context.phoneRegion) };
  if (field.kind === 'date') return instant(plain, field.name, theirs, context.timeZone);
  if (field.kind === 'enum') return option(plain, field, theirs);
  if (field.kind === 'string') return { ...plain, fromTheirs: (row) => text(row[theirs.name], field) };
  return plain;
}

/** As it would be stored; what our rules refuse is left alone: the record is kept without it. */
function text(value: unknown, field: Field): unknown {
  if (isEmpty(value)) return null;
  const read = field.type.safeParse(String(value));
  return read.success ? (read.data ?? null) : UNKNOWN;
}

function phone(value: unknown, region: CodecContext['phoneRegion']): unknown {
  return isEmpty(value) ? null : normalPhone(String(value), region);
}

/** One name here, first and last there. */
function personName(plain: Codec): Codec {
  return {
    ...plain,
    reads: ['FirstName', 'LastName'],
    fromTheirs: ({ FirstName, LastName }) => [FirstName, LastName].filter(Boolean).join(' ').trim() || null,
    toTheirs(value) {
      const words = String(value ?? '')
        .trim()
        .split(/\s+/);
      const LastName = words.pop() ?? '';
      return { FirstName: words.join(' ') || null, LastName };
    },
  };
}

/** That somebody opted out is the withdrawal of a consent; that they did not is no consent. */
function optOut(plain: Codec, name: string): Codec {
  return {
    ...plain,
    fromTheirs: (row) => row[name] === true,
    fromOurs: (record) => record.consent === 'withdrawn',
    toTheirs: (value) => ({ [name]: value === true }),
    toOurs: (value, { consent }) => ({
      consent: value === true ? 'withdrawn' : consent === 'withdrawn' ? 'unknown' : consent,
    }),
  };
}

function reference(
  plain: Codec,
  name: string,
  ours: (theirId: string) => string | undefined,
  theirs: (id: string) => string | undefined,
): Codec {
  return {
    ...plain,
    fromTheirs: (row) => (isEmpty(row[name]) ? null : (ours(String(row[name])) ?? UNKNOWN)),
    toTheirs(value) {
      if (isEmpty(value)) return { [name]: null };
      const id = theirs(String(value));
      return id === undefined ? UNKNOWN : { [name]: id };
    },
  };
}

function money(plain: Codec, name: string, digits: number): Codec {
  const factor = 10 ** digits;
  return {
    ...plain,
    fromTheirs: (row) => (isEmpty(row[name]) ? null : Math.round(Number(row[name]) * factor)),
    toTheirs: (value) => ({ [name]: isEmpty(value) ? null : Number(value) / factor }),
  };
}

/** An instant, or the day that it falls on where they have days alone. */
function instant(plain: Codec, name: string, theirs: TheirField, timeZone: string): Codec {
  const dayOf = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
  const read = (value: unknown) => {
    if (isEmpty(value)) return null;
    const at = value instanceof Date ? value : new Date(String(value));
    if (theirs.type !== 'date') return at.toISOString();
    return value instanceof Date ? dayOf(at) : String(value).slice(0, 10);
  };
  return {
    ...plain,
    fromTheirs: (row) => read(row[theirs.name]),
    fromOurs: (record) => read(record[name]),
    toOurs(value) {
      if (isEmpty(value)) return { [name]: null };
      // at noon UTC it is the same day on nearly every clock
      return { [name]: new Date(theirs.type === 'date' ? `${value}T12:00:00Z` : String(value)) };
    },
  };
}

const plainWord = (word: string) => word.toLowerCase().replace(/[^a-z]/g, '');
/** Words of theirs that mean one of ours. */
const SAME: Readonly<Record<string, string>> = {
  notstarted: 'open',
  waitingonsomeoneelse: 'in_progress',
  deferred: 'open',
  done: 'completed',
};

function option(plain: Codec, field: Field, theirs: TheirField): Codec {
  const options = field.options ?? [];
  const oursOf = (value: unknown) => {
    const word = plainWord(String(value));
    return options.find((one) => plainWord(one) === word) ?? options.find((one) => one === SAME[word]);
  };
  return {
    ...plain,
    fromTheirs: (row) => (isEmpty(row[theirs.name]) ? UNKNOWN : (oursOf(row[theirs.name]) ?? UNKNOWN)),
    toTheirs(value) {
      const named = theirs.options.find((one) => oursOf(one) === value);
      return named === undefined ? UNKNOWN : { [theirs.name]: named };
    },
  };
}

/** By its name; a closed one by how it ended, as each side calls its closed stages otherwise. */
function stage(plain: Codec, theirs: TheirField, { stages }: CodecContext): Codec {
  const own = stages.filter(({ isDefault }) => isDefault);
  const endOf = ({ IsClosed, IsWon }: Row) => (IsClosed !== true ? 'open' : IsWon === true ? 'won' : 'lost');
  return {
    ...plain,
    reads: [theirs.name, 'IsClosed', 'IsWon'],
    fromTheirs(row) {
      const word = plainWord(String(row[theirs.name] ?? ''));
      const named = own.find(({ name }) => plainWord(name) === word);
      const ended = endOf(row);
      if (named && (ended === 'open' || named.kind === ended)) return named.id;
      return ended === 'open' ? UNKNOWN : (own.find(({ kind }) => kind === ended)?.id ?? UNKNOWN);
    },
    toTheirs(value) {
      const found = stages.find(({ id }) => id === value);
      if (!found) return UNKNOWN;
      const ends = found.kind === 'open' ? undefined : `closed${found.kind}`;
      const named =
        theirs.options.find((one) => plainWord(one) === plainWord(found.name)) ??
        theirs.options.find((one) => ends !== undefined && plainWord(one) === ends);
      return named === undefined ? UNKNOWN : { [theirs.name]: named };
    },
    toOurs: (value, { lossReason }) => ({
      stageId: value,
      // a deal is not lost without a reason, and they have none
      ...(stages.find(({ id }) => id === value)?.kind === 'lost' &&
        !lossReason && { lossReason: 'Closed as lost in Salesforce' }),
    }),
  };
}
