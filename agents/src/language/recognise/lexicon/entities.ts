import type { Entity, SpokenEntity } from '@clianta/crm-core/entity/define-entity';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import type { Catalogue } from '../../../catalogue.ts';
import { toolFieldName, toolFields } from '../../../tools/fields.ts';

/** A kind of record that can be listed, counted, changed and deleted by filter: the name of its entity. */
export type EntityName = string;

export interface Kind {
  entity: Entity;
  agent: string;
  /** The argument that names one record. */
  key: string;
  search: string;
  get?: string;
  create: string;
  update: string;
  remove: string;
  /** What an amount or count without a field name is compared with, by the form it is written in. */
  measures: { money?: string; number?: string; percent?: string };
  /** What an amount alone is: what the record is worth. A kind that is not about money has none. */
  worth?: string;
  /** What a period without a verb is compared with. */
  period: string;
  /** When somebody was last in touch. */
  touched?: string;
  /** The field that links the record to a teammate. */
  owner: string;
  /** The field a bare name without any other role is stored in. */
  title: string;
  /** Single records have names that people say. */
  isNamed: boolean;
}

const kindsOf = new WeakMap<Catalogue, ReadonlyMap<EntityName, Kind>>();

/** Of the catalogue that is spoken to, by name of the entity: a process has one, tests have several, one after the other. */
let kinds: ReadonlyMap<EntityName, Kind> = new Map();

/** All kinds of record, in the order of their agents. */
export let entityNames: readonly EntityName[] = [];

/** Has it be about the kinds of record that the tools of this catalogue can list. */
export function learnKinds(catalogue: Catalogue): void {
  const known = kindsOf.get(catalogue) ?? kindsIn(catalogue);
  kindsOf.set(catalogue, known);
  if (kinds === known) return;
  kinds = known;
  entityNames = [...known.keys()];
}

/** The kinds of record that can be changed. */
export const changeable = (): readonly EntityName[] =>
  entityNames.filter((name) => kindOf(name).update !== '');

/** Whether there are tools for records of that kind. */
export const isKind = (name: EntityName): boolean => kinds.has(name);

/** @throws Error for what no tool lists */
export function kindOf(name: EntityName): Kind {
  const kind = kinds.get(name);
  if (!kind) throw new Error(`No tool lists records of ${name}.`);
  return kind;
}

/** The kind whose records are numbered so: `P12`. */
export const kindNumbered = (text: string): EntityName | undefined =>
  entityNames.find((name) => {
    const { numbered } = kindOf(name).entity.talk ?? {};
    return numbered !== undefined && new RegExp(`^${numbered}\\d+$`, 'i').test(text);
  });

const kindsIn = (catalogue: Catalogue): ReadonlyMap<EntityName, Kind> =>
  new Map(
    catalogue.spoken.flatMap((entity) => {
      const kind = kindIn(catalogue, entity);
      return kind ? [[entity.name, kind] as const] : [];
    }),
  );

function kindIn(catalogue: Catalogue, entity: SpokenEntity): Kind | undefined {
  const tools = [...catalogue.tools].filter(({ tool }) => tool.entity === entity.name);
  const named = (operation: string) => tools.find(({ tool }) => tool.operation === operation)?.tool.name;
  const list = tools.find(({ tool }) => tool.operation === 'list' && 'where' in tool.input.shape);
  if (!list) return undefined;
  const fields = toolFields(entity);
  const toolName = (name: string) => {
    const field = entity.fields.find((one) => one.name === name);
    return field ? toolFieldName(field) : name.replace(/At$/, '');
  };
  const get = tools.find(({ tool }) => tool.operation === 'read' && 'fields' in tool.input.shape)?.tool.name;
  const { talk } = entity;
  return {
    entity,
    agent: list.agent.name,
    key: talk.key,
    search: list.tool.name,
    ...(get && { get }),
    create: named('create') ?? '',
    update: named('update') ?? '',
    remove: named('delete') ?? '',
    measures: measuresOf(fields),
    ...(talk.sums && { worth: toolName(talk.sums) }),
    period: toolName(talk.period),
    ...(talk.touched && { touched: toolName(talk.touched.field) }),
    owner: toolName(talk.owner ?? 'createdBy'),
    title: toolName(talk.title),
    isNamed: talk.isNamed !== false,
  };
}

function measuresOf(fields: readonly Field[]): Kind['measures'] {
  const first = (fits: (field: Field) => boolean) => {
    const field = fields.find(fits);
    return field && toolFieldName(field);
  };
  const money = first(({ format }) => format === 'money');
  const plain = first(({ kind, format, isAside }) => kind === 'number' && !format && !isAside);
  const percent = first(({ format }) => format === 'percent') ?? plain;
  const number = plain ?? money;
  return { ...(money && { money }), ...(number && { number }), ...(percent && { percent }) };
}
