import { z } from 'zod';
import type { Condition } from './filter.schema.ts';
import type { PersonalRules } from './personal.ts';
import type { RecordStore } from './record-store.ts';
import type { Role } from './scope.ts';
import { type Field, fieldsOf, updateSchemaOf } from './zod-fields.ts';

type Domain =
  | 'workspace'
  | 'crm'
  | 'marketing'
  | 'conversations'
  | 'automation'
  | 'intelligence'
  | 'tracking'
  | 'integrations';

/** The least role for each kind of access. */
export interface Access {
  read: Role;
  create: Role;
  update: Role;
  delete: Role;
}

/** What the entity's own rule may read while it completes a write. */
export interface PrepareContext<T> {
  /** The record before the write; absent on create. */
  before?: T;
  /** Of the record that is written; absent on create. */
  id?: string;
  /** Reads another record of the same workspace; undefined when there is none. */
  read(entity: string, id: string): Promise<Record<string, unknown> | undefined>;
  /** The first record of the same workspace with these values. */
  readWhere(entity: string, values: Record<string, unknown>): Promise<Record<string, unknown> | undefined>;
  /** The live records of the same workspace with these values, at most 200 of them. */
  readAll(entity: string, values: Record<string, unknown>): Promise<ReadonlyArray<Record<string, unknown>>>;
  /** Whether the record would be as conditions say, with these values. Conditions on what is no field any more hold of none. */
  wouldMatch(where: readonly Condition[], values: Record<string, unknown>): Promise<boolean>;
  /** How many live records of the same workspace have these values, as they are stored. */
  countWhere(entity: string, values: Record<string, unknown>): Promise<number>;
  /** The next of a series of numbers of the workspace, from 1; each is given once, and one may be left out. */
  nextNumber(series: string): Promise<number>;
  /** What there are records of, by name. */
  entities: ReadonlyMap<string, Entity>;
  now: Date;
}

/** Who changes a record, and what the rule about it may look at. */
export interface GuardContext extends Pick<PrepareContext<unknown>, 'readWhere'> {
  role: Role;
  actorId: string;
  recordId: string;
}

/** An event that follows from a change of fields, besides `<entity>.updated`. */
interface DerivedEvent<T> {
  type: string;
  when(after: T, before: T | undefined): boolean;
  /** The field that moved: the timeline tells its change with this event and not with `<entity>.updated`. */
  field?: keyof T & string;
  /** What the timeline says instead of how the field changed. */
  says?(after: Partial<T>): string;
  /** False: another event of the same write says it already. Default: told, unless the record is new. */
  isTold?(after: Partial<T>, before: Partial<T>): boolean;
}

/**
 * How people and agents speak of the records. An entity without it is bookkeeping: no agent lists it, and nobody is
 * asked which one is meant.
 */
interface Talk<F extends string = string> {
  /** The argument of tools that names one record: `deal`. Default: the label in camelCase. */
  key?: string;
  /** What a record is called. Default: the entity's first field. */
  title?: F;
  /** Ties a record to the teammate who looks after it. */
  owner?: F;
  /** What a period is about when no verb says it. Default: when the record was made. */
  period?: F | 'createdAt';
  /** What a table shows, in order. Default: the first five fields. */
  columns?: readonly F[];
  /** What tells records of the same name apart. */
  tellsApart?: readonly F[];
  /** Said under the name on a record's card. */
  subtitle?: readonly F[];
  /** A reference by whose name a record is called too: "the Acme deal". */
  knownBy?: F;
  /** Of several records that a name fits, those with this value are meant. */
  prefers?: { field: F; value: string };
  /** Totalled under a list without being asked. */
  sums?: F;
  /** How a list is ordered unless asked otherwise: `name`, `-at`. Default: newest first. */
  sort?: string;
  /** Set by the timeline: when something last happened with the record, by entries of these types (default: any). */
  touched?: { field: F; by?: readonly string[] };
  /** Its records are entries of the timelines of those that they name, at the time of their period. */
  isEntry?: boolean;
  /** Its changes stand in the timeline of the records that it names. */
  inTimeline?: boolean;
  /**
   * Nouns for those of a certain value: a "prospect" is a company of that status. `unless`: what is said of these fields
   * says enough, "new leads".
   */
  nouns?: Readonly<Record<string, { field: F; value: string; op?: 'contains'; unless?: readonly F[] }>>;
  /** One alone is "they", as a firm is. */
  isThey?: boolean;
  /** What the numbers that they are called by begin with: of `P12` it is `P`. */
  numbered?: string;
  /** False: records have no names that people would say. Default true. */
  isNamed?: boolean;
}

/** A `Talk` with its defaults filled in. */
export type Spoken = Talk &
  Required<Pick<Talk, 'key' | 'title' | 'period' | 'columns' | 'tellsApart' | 'subtitle'>>;

export interface EntityOptions<S extends z.ZodObject> {
  /** Singular, camelCase: `contact`, `teamMember`. Also the event prefix unless `eventName` says otherwise. */
  name: string;
  /** The REST path and the collection: `contacts`. */
  plural: string;
  domain: Domain;
  /** What people call one and many of them. */
  label: { one: string; many: string };
  /** Other words for it: ["person", "people"]. */
  aliases?: string[];
  schema: S;
  titleOf(record: z.output<S>): string;
  /** Fields whose words find the record. */
  search?: Array<keyof z.output<S> & string>;
  /** What records that may be one and the same have in common: they are compared when they share one of these. */
  matchKeys?(record: z.output<S>): string[];
  /** Of records about one other record, those with the same of these say the same: one is enough. */
  sameBy?: ReadonlyArray<keyof z.output<S> & string>;
  /** Combinations that no two live records of a workspace share; records without the value do not count. */
  unique?: Array<Array<keyof z.output<S> & string>>;
  /** Further indexes, each begins with the workspace by itself. `-field` is descending. */
  indexes?: string[][];
  access?: Partial<Access>;
  /** The field that ties a record to its tenant. Default `workspaceId`; `_id` for Workspace, a list for User. */
  tenantField?: string;
  /** Only the user named in this field, or the users if it is a list, see the record. */
  privateTo?: keyof z.output<S> & string;
  /** A yes in this field shows a private record to everybody in the workspace; to change it stays its own rule. */
  sharedBy?: keyof z.output<S> & string;
  /** The least role that sees private records of others too. Default none but Clianta itself. */
  openTo?: Role;
  /** What becomes of it when a person is erased, where that does not follow from the kind of a field: `personalOf`. */
  personal?: PersonalRules;
  /** Its records have the ids of that entity's, and go with them when a person is erased. */
  partOf?: string;
  /** How it is spoken of; left out for bookkeeping. */
  talk?: Talk<keyof z.output<S> & string>;
  hasCustomFields?: boolean;
  /** True: few, and read at every turn; kept in memory until one of them is written. */
  isCached?: boolean;
  /** False: the records are Clianta's own bookkeeping; no audit entry, no event. Default true. */
  isAudited?: boolean;
  /** Records that only tell what the log has already: their making by Clianta is no entry of it. */
  isTold?(record: z.output<S>): boolean;
  /** True: people and agents read it, only Clianta writes it. */
  isReadOnly?: boolean;
  eventName?: string;
  derivedEvents?: Array<DerivedEvent<z.output<S>>>;
  /** Fields whose rule looks at other records of the kind: in a workspace they are changed one after another. */
  oneAtATime?: Array<keyof z.output<S> & string>;
  /** Writes what follows for other records from a change of those fields, before the next one begins. Safe to repeat. */
  follow?(store: RecordStore, workspaceId: string, id: string): Promise<unknown>;
  /** The entity's own rule: values that follow from others. Returns what to set in addition. */
  prepare?(
    next: z.output<S>,
    context: PrepareContext<z.output<S>>,
  ): Partial<z.output<S>> | Promise<Partial<z.output<S>>>;
  /** Says in a sentence why this change is not allowed to this role, where `access` does not say it already. */
  guard?(
    change: { before?: z.output<S>; after?: z.output<S> },
    context: GuardContext,
  ): Promise<string | undefined>;
}

/** Fields that every record has. */
interface SystemFields {
  id: string;
  workspaceId: string;
  /** Counts the writes; an update may name the version it expects. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
  createdBy: string;
  isDeleted: boolean;
  deletedAt?: Date | null;
  /** It is in the trash because it was merged into this one, which gets what is told of it. */
  mergedIntoId?: string;
  /** Part of the demo company; `npm run demo -- remove` takes it away. */
  isDemo?: boolean;
  /** Where its text came from when the team has not written it: "a form on acme.example". Text, never an instruction. */
  outside?: string;
  customFields?: Record<string, unknown>;
}

export interface Entity<S extends z.ZodObject = z.ZodObject> extends Omit<EntityOptions<S>, 'talk'> {
  talk?: Spoken;
  access: Access;
  tenantField: string;
  isAudited: boolean;
  isReadOnly: boolean;
  eventName: string;
  fields: Field[];
  createSchema: z.ZodObject;
  updateSchema: z.ZodObject;
}

/** A record of whatever entity. */
export type AnyRecord = SystemFields;

/** What people call a record. */
export function titleOf(entity: Entity, record: AnyRecord): string {
  return entity.titleOf({ ...record });
}

type ValuesOf<E> = E extends Entity<infer S> ? z.output<S> : never;
export type RecordOf<E> = ValuesOf<E> & SystemFields;
export type CreateInputOf<E> =
  E extends Entity<infer S> ? z.input<S> & { customFields?: Record<string, unknown> } : never;
export type UpdateInputOf<E> =
  E extends Entity<infer S>
    ? { [K in keyof z.input<S>]?: z.input<S>[K] | null } & { customFields?: Record<string, unknown> }
    : never;

const DEFAULT_ACCESS: Access = { read: 'viewer', create: 'member', update: 'member', delete: 'member' };

/** One declaration from which the database schema, the types, the REST routes and the tools' fields are derived. */
export function defineEntity<S extends z.ZodObject>(options: EntityOptions<S>): Entity<S> {
  const custom = options.hasCustomFields
    ? { customFields: z.record(z.string(), z.unknown()).optional() }
    : {};
  const { talk, ...rest } = options;
  return {
    ...rest,
    ...(talk && { talk: spoken(options.label.one, fieldsOf(options.schema), talk) }),
    access: { ...DEFAULT_ACCESS, ...options.access },
    tenantField: options.tenantField ?? 'workspaceId',
    isAudited: options.isAudited ?? true,
    isReadOnly: options.isReadOnly ?? false,
    eventName: options.eventName ?? options.name,
    fields: fieldsOf(options.schema),
    createSchema: z.strictObject({ ...options.schema.shape, ...custom }),
    updateSchema: updateSchemaOf(options.schema).extend(custom),
  };
}

function spoken(label: string, fields: readonly Field[], talk: Talk): Spoken {
  const shown = fields.filter((field) => !field.hidden && field.kind !== 'object' && field.kind !== 'record');
  return {
    key: label.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase()),
    title: fields[0]?.name ?? 'id',
    period: 'createdAt',
    columns: shown.slice(0, 5).map((field) => field.name),
    tellsApart: [],
    subtitle: [],
    ...talk,
  };
}

/** An entity that people speak of. */
export type SpokenEntity = Entity & { talk: Spoken };

export function isSpoken(entity: Entity): entity is SpokenEntity {
  return entity.talk !== undefined;
}

/** How the entity is spoken of. @throws Error for bookkeeping, which no tool is made for */
export function talkOf(entity: Entity): Spoken {
  if (!entity.talk) throw new Error(`Nobody speaks of ${entity.label.many}: ${entity.name} has no talk.`);
  return entity.talk;
}
