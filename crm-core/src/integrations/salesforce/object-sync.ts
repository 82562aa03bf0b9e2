import type { Entity } from '../../entity/define-entity.ts';
import type { Scope } from '../../entity/scope.ts';
import type { Field } from '../../entity/zod-fields.ts';
import type { FieldMappingRecord, MappedField, TheirField } from '../sync/field-mapping.schema.ts';
import type { SyncHolds } from '../sync/sync-holds.ts';
import type { SyncLink } from '../sync/sync-links.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import type { Crossings } from './crossings.ts';
import { type Codec, codecOf, UNKNOWN } from './field-codecs.ts';
import { EXTERNAL_ID } from './mapping-of.ts';
import type { SyncedObject } from './objects.ts';
import type { Row, SalesforceApi } from './salesforce-api.ts';

/** What a run has for all kinds of records. */
export interface SalesforceRun {
  run: SyncRun;
  api: SalesforceApi;
  crossings: Crossings;
  holds: SyncHolds;
  scope: Scope;
  /** Links of what was deleted there. */
  deleted: SyncLink[];
}

interface Pair extends MappedField {
  field: Field;
  their: TheirField;
  codec: Codec;
}

export type Values = Record<string, unknown>;

/** One kind of record, with how its fields are compared and written. */
export class ObjectSync {
  readonly object: SyncedObject;
  readonly entity: Entity;
  readonly described: readonly TheirField[];
  readonly rules: Readonly<Record<string, MappedField['rule']>>;
  readonly #pairs: readonly Pair[];

  constructor(object: SyncedObject, entity: Entity, mapping: FieldMappingRecord, crossings: Crossings) {
    this.object = object;
    this.entity = entity;
    this.described = mapping.described;
    this.#pairs = mapping.fields.flatMap((one) => {
      const field = entity.fields.find(({ name }) => name === one.ours);
      const their = mapping.described.find(({ name }) => name === one.theirs);
      if (!field || !their) return [];
      return [{ ...one, field, their, codec: codecOf(field, their, crossings.contextFor(field)) }];
    });
    this.rules = Object.fromEntries(this.#pairs.map(({ ours, rule }) => [ours, rule]));
  }

  /** Whether our id stands in a field of theirs, which makes writing repeatable. */
  get hasExternalId(): boolean {
    return this.described.some(({ name, canCreate }) => name === EXTERNAL_ID && canCreate);
  }

  /** What is asked for there. */
  get reads(): string[] {
    const known = new Set(this.described.map(({ name }) => name));
    const special = [
      'Id',
      'SystemModstamp',
      'IsDeleted',
      'MasterRecordId',
      'IsConverted',
      'ConvertedContactId',
      EXTERNAL_ID,
    ];
    const wanted = [...special, ...this.#pairs.flatMap(({ codec }) => codec.reads)];
    return [...new Set(wanted)].filter((name) => known.has(name));
  }

  /** The ids of other records there that a row names. */
  referredThere(row: Row): string[] {
    return this.#pairs.flatMap(({ field, theirs }) =>
      field.ref && field.ref !== 'user' && row[theirs] ? [String(row[theirs])] : [],
    );
  }

  referredHere(record: Values): string[] {
    return this.#pairs.flatMap(({ field, ours }) =>
      field.ref && field.ref !== 'user' && record[ours] ? [String(record[ours])] : [],
    );
  }

  /** What is compared, of theirs; fields that cannot be compared are left out. */
  theirs(row: Row): Values {
    return known(
      this.#pairs
        .filter(({ direction }) => direction !== 'out')
        .map(({ ours, codec }) => [ours, codec.fromTheirs(row)]),
    );
  }

  ours(record: Values): Values {
    return known(this.#pairs.map(({ ours, codec }) => [ours, codec.fromOurs(record)]));
  }

  /**
   * Both sides and what they had in common. What goes one way only is taken to be unchanged on the side that does not count;
   * what cannot be compared on one side is left out.
   */
  sides(base: Values, record: Values, row: Values): { base: Values; ours: Values; theirs: Values } {
    const [ours, theirs] = [this.ours(record), this.theirs(row)];
    const sides = { base: {} as Values, ours: {} as Values, theirs: {} as Values };
    for (const { ours: name, direction } of this.#pairs) {
      if (!(name in ours) || (direction !== 'out' && !(name in theirs))) continue;
      sides.base[name] = base[name] ?? null;
      sides.ours[name] = direction === 'in' ? sides.base[name] : ours[name];
      sides.theirs[name] = direction === 'out' ? sides.base[name] : theirs[name];
    }
    return sides;
  }

  isWritten(field: string): boolean {
    return this.#pairs.some(
      ({ ours, direction, their }) => ours === field && direction !== 'in' && their.canUpdate,
    );
  }

  /** As it is written here. */
  patchOf(values: Values, record: Values): Values {
    return Object.assign(
      {},
      ...this.#of(values).map(({ codec, ours }) => codec.toOurs(values[ours], record)),
    );
  }

  /** As it is written there, and the labels of what cannot be said there. */
  rowOf(values: Values, isNew: boolean): { row: Values; unsaid: string[] } {
    const unsaid: string[] = [];
    const row: Values = {};
    for (const { ours, codec, their, field, direction } of this.#of(values)) {
      if (direction === 'in' || !(isNew ? their.canCreate : their.canUpdate)) continue;
      if (isNew && values[ours] === null) continue;
      const written = codec.toTheirs(values[ours]);
      if (written === UNKNOWN) unsaid.push(field.label ?? ours);
      else Object.assign(row, written);
    }
    return { row, unsaid };
  }

  /** What Salesforce wants for a new record and this one does not have. */
  missing(row: Values): TheirField[] {
    return this.described.filter(({ name, isRequired }) => isRequired && (row[name] ?? '') === '');
  }

  #of(values: Values): Pair[] {
    return this.#pairs.filter(({ ours }) => ours in values);
  }
}

const known = (entries: ReadonlyArray<readonly [string, unknown]>): Values =>
  Object.fromEntries(entries.filter(([, value]) => value !== UNKNOWN));
