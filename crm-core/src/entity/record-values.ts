import { isDeepStrictEqual } from 'node:util';
import { ConflictError, InvalidError } from '../errors.ts';
import { checkCustomFields } from './custom-fields.ts';
import type { Entity, PrepareContext } from './define-entity.ts';
import { LinkedRecords } from './linked-records.ts';
import type { StoredDocument } from './outbox.ts';
import { normalPhone } from './phone-number.ts';
import { recordKeys } from './record-keys.ts';
import type { Scope } from './scope.ts';
import type { ServiceContext } from './service-context.ts';
import { wouldMatch } from './would-match.ts';

type Values = Record<string, unknown>;

/** Turns validated input into the values to store: own fields, the entity's own rule, references. */
export class RecordValues {
  readonly #entity: Entity;
  readonly #context: ServiceContext;

  constructor(entity: Entity, context: ServiceContext) {
    this.#entity = entity;
    this.#context = context;
  }

  /**
   * All values of a new record.
   *
   * @param linked - what is known already of the records that it refers to
   * @throws InvalidError
   */
  async complete(scope: Scope, parsed: Values, linked?: LinkedRecords): Promise<Values> {
    const values = await this.#withPhones(scope, present(parsed));
    if (this.#entity.hasCustomFields) {
      const own = await this.#customFields(scope, (values.customFields as Values) ?? {}, true);
      if (Object.keys(own).length > 0) values.customFields = own;
      else delete values.customFields;
    }
    return this.#prepared(scope, values, values, undefined, present, linked);
  }

  /** Those of the patch's values, and of what follows from them, that differ from the record. @throws InvalidError */
  async changed(scope: Scope, before: StoredDocument, parsed: Values): Promise<Values> {
    const { customFields, ...fields } = await this.#withPhones(scope, parsed);
    const patch: Values = { ...fields };
    if (customFields) {
      const own = await this.#customFields(scope, customFields as Values, false);
      const merged = { ...(before.customFields as Values | undefined), ...own };
      patch.customFields = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
    }
    const own = differing(before, patch);
    if (Object.keys(own).length === 0) return {};
    return this.#prepared(scope, { ...before, ...own }, own, before, (all) => differing(before, all));
  }

  /** Those of the record's former values that differ from it. @throws InvalidError when they cannot come back */
  async reverted(scope: Scope, before: StoredDocument, values: Values): Promise<Values> {
    const own = differing(before, values);
    if (Object.keys(own).length > 0) {
      await this.#prepared(scope, { ...before, ...own }, own, before, () => own);
    }
    return own;
  }

  /**
   * What has to change of a deleted record for it to be again: its own rule is asked anew, and a reference to what is
   * gone is emptied where it may be.
   *
   * @throws ConflictError when it belongs to a record that is gone
   */
  async restored(scope: Scope, before: StoredDocument): Promise<Values> {
    const linked = new LinkedRecords(this.#context.store, scope);
    const cleared: Values = { ...(isThere(before.mergedIntoId) && { mergedIntoId: null }) };
    for (const field of this.#entity.fields) {
      const value = before[field.name];
      const target = field.ref ?? (field.refBy && before[field.refBy]);
      if (typeof target !== 'string' || typeof value !== 'string') continue;
      if ((field.onDelete ?? 'keep') === 'keep' || (await linked.read(target, value))) continue;
      if (field.onDelete !== 'clear') {
        const { label } = this.#context.store.entity(target);
        throw new ConflictError(
          `${this.#entity.titleOf(before as never)} belongs to a ${label.one} that is deleted. Restore that first.`,
        );
      }
      cleared[field.name] = null;
    }
    return this.#prepared(scope, { ...before, ...cleared }, cleared, before, (all) => differing(before, all));
  }

  /** The keys that find the record by its words and put it in order. */
  searchKeys(values: Values): Values {
    return recordKeys(this.#entity, values);
  }

  /** The input and what the entity's own rule makes of it, with checked references; those of the input meanwhile. */
  async #prepared(
    scope: Scope,
    next: Values,
    input: Values,
    before: StoredDocument | undefined,
    pick: (values: Values) => Values,
    linked = new LinkedRecords(this.#context.store, scope),
  ): Promise<Values> {
    const context: PrepareContext<never> = {
      ...(before && { before: before as never, id: before._id }),
      read: (name, id) => linked.read(name, id),
      readWhere: (name, values) => linked.readWhere(name, values),
      readAll: (name, values) => linked.readAll(name, values),
      wouldMatch: (where, values) =>
        wouldMatch(this.#entity, this.#context, scope.workspaceId, where, present(values)),
      countWhere: (name, values) => linked.countWhere(name, values),
      nextNumber: (series) => linked.nextNumber(series),
      entities: this.#context.store.entities,
      now: this.#context.now(),
    };
    const rule = this.#entity.prepare?.(next as never, context);
    const checked = linked.check(this.#entity.fields, input, next);
    // what the rule refuses is said first
    checked.catch(() => {});
    const ruled = { ...input, ...(await rule) };
    const all = pick({ ...ruled, ...this.#ofOtherStates({ ...next, ...ruled }, input) });
    const followed = await checked;
    const added = Object.entries(all).filter(([name, value]) => value !== input[name]);
    const ofAdded = await linked.check(this.#entity.fields, Object.fromEntries(added), { ...next, ...all });
    return { ...all, ...followed, ...ofAdded };
  }

  /** Phone numbers as they are stored: with the country code that is usual in the workspace. */
  async #withPhones(scope: Scope, values: Values): Promise<Values> {
    const names = this.#entity.fields.filter(({ format }) => format === 'phone').map(({ name }) => name);
    const given = names.filter((name) => isThere(values[name]));
    if (given.length === 0) return values;
    const region = await this.#context.phoneRegionOf(scope.workspaceId);
    const normal = (value: unknown) => normalPhone(String(value), region);
    const stored = (value: unknown) =>
      Array.isArray(value) ? [...new Set(value.map(normal))] : normal(value);
    return { ...values, ...Object.fromEntries(given.map((name) => [name, stored(values[name])])) };
  }

  /** Values of a state that the record is not in, emptied. @throws InvalidError when such a value is set by hand */
  #ofOtherStates(state: Values, input: Values): Values {
    const cleared: Values = {};
    for (const { name, label = name, belongsTo, readOnly } of this.#entity.fields) {
      if (!belongsTo || belongsTo.values.includes(String(state[belongsTo.field]))) continue;
      if (isThere(input[name]) && !readOnly) {
        const { many } = this.#entity.label;
        throw new InvalidError(
          `${label} is of ${many} whose ${belongsTo.field} is ${belongsTo.values.join(' or ')}.`,
          { [name]: `needs the ${belongsTo.field} ${belongsTo.values.join(' or ')}` },
        );
      }
      if (isThere(state[name])) cleared[name] = null;
    }
    return cleared;
  }

  async #customFields(scope: Scope, values: Values, isComplete: boolean): Promise<Values> {
    const fields = await this.#context.customFieldsOf(scope.workspaceId, this.#entity.name);
    return checkCustomFields(fields, values, isComplete);
  }
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

/** A new record lacks what is null. */
const present = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => isThere(value)));

function differing(before: StoredDocument, values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !isDeepStrictEqual(before[name] ?? null, value ?? null)),
  );
}
