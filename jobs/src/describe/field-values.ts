import { capitalize, formatDate, formatDay, formatMoney, formatNumber } from '@clianta/agents/tools/format';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type AnyRecord, type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { partsOf } from '@clianta/crm-core/entity/parts';
import { formatPhone } from '@clianta/crm-core/entity/phone-number';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { isTeammate } from '@clianta/crm-core/workspace/user/user.schema';

/** Longer values are left out of a line about a change. */
const MAX_SHOWN = 80;

/** The changed fields of an event, as people read them. */
export class FieldValues {
  readonly #crm: CrmCore;
  readonly #entity: Entity;
  readonly #event: DomainEvent;
  readonly #record: Record<string, unknown>;

  constructor(crm: CrmCore, entity: Entity, event: DomainEvent, record: AnyRecord) {
    this.#crm = crm;
    this.#entity = entity;
    this.#event = event;
    this.#record = { ...record };
  }

  isShown(name: string): boolean {
    return name === 'customFields' || (this.#field(name) !== undefined && this.#field(name)?.hidden !== true);
  }

  label(name: string): string {
    if (name === 'customFields') return 'Own fields';
    return this.#field(name)?.label ?? name;
  }

  /** "Phone changed from 1 to 2", "Phone set to 2", "Phone removed". */
  async changeOf(name: string): Promise<string> {
    const label = this.label(name);
    const field = this.#field(name);
    if (!field || field.format === 'longtext' || field.kind === 'object') return `${label} changed`;
    const [from, to] = await Promise.all([this.show(name, 'before'), this.show(name, 'after')]);
    if (to === '') return `${label} removed`;
    if (to.length > MAX_SHOWN || from.length > MAX_SHOWN) return `${label} changed`;
    const isPerson = isTeammate(field);
    if (from === '' || isPerson) return `${label} ${isPerson ? 'changed' : 'set'} to ${to}`;
    return `${label} changed from ${from} to ${to}`;
  }

  /** The value before or after as text; empty when there is none. */
  async show(name: string, side: 'before' | 'after'): Promise<string> {
    const field = this.#field(name);
    const value = this.#event[side][name];
    if (!field || value === undefined || value === null || value === '') return '';
    if (field.part) return this.#partName(field.part, String(value));
    if (field.ref) return this.#titleOf(field.ref, String(value));
    const { timeZone, currency } = await this.#crm.facts(this.#event.workspaceId);
    const local = { locale: 'en-US', timeZone, currency };
    if (field.format === 'phone') return [value].flat().map(String).map(formatPhone).join(', ');
    if (field.kind === 'day') return formatDay(String(value), local);
    if (field.kind === 'date') return formatDate(String(value), local);
    if (field.format === 'money')
      return formatMoney(Number(value), String(this.#record.currency ?? currency), local);
    if (field.format === 'percent') return `${Math.round(Number(value) * 100)}%`;
    if (typeof value === 'number') return formatNumber(value, local);
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (Array.isArray(value)) return value.join(', ');
    if (field.kind !== 'enum') return String(value);
    return /^(mql|sql|[a-f])$/i.test(String(value))
      ? String(value).toUpperCase()
      : capitalize(String(value).replaceAll('_', ' '));
  }

  #field(name: string): Field | undefined {
    return this.#entity.fields.find((field) => field.name === name);
  }

  async #titleOf(ref: string, id: string): Promise<string> {
    const entity = this.#crm.store.entity(ref);
    const found = (await this.#crm.records(entity).getMany(this.#scope, [id])).get(id);
    return found ? titleOf(entity, found) : '(deleted)';
  }

  async #partName({ of, list }: NonNullable<Field['part']>, id: string): Promise<string> {
    const { records } = await this.#crm.records(this.#crm.store.entity(of)).find(this.#scope, { limit: 500 });
    return partsOf(records, list).find((part) => part.id === id)?.name ?? '(deleted)';
  }

  get #scope() {
    return systemScope(this.#event.workspaceId);
  }
}
