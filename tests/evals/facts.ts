import type { CrmCore } from '@clianta/crm-core/crm-core';
import { type Entity, titleOf } from '@clianta/crm-core/entity/define-entity';
import { minorDigits } from '@clianta/crm-core/entity/money';
import type { StoredDocument } from '@clianta/crm-core/entity/outbox';
import type { Field } from '@clianta/crm-core/entity/zod-fields';

/** A record as people would read it: fields by the names that tools use, references as titles, amounts in whole units. */
export interface Fact {
  entity: string;
  id: string;
  title: string;
  values: Record<string, unknown>;
  /** What the references are to. */
  refs: Record<string, Fact | undefined>;
}

/** Fields by the names that tools use: `owner` for `ownerId`, `amount` for `amountMinor`. */
export const factName = ({ name, toolName }: Pick<Field, 'name' | 'toolName'>): string =>
  toolName ?? name.replace(/(Id|At|Minor)$/, '');

/** All records of a workspace at one instant, in legible form. Dates are `YYYY-MM-DDTHH:mm` in UTC. */
export class Facts {
  readonly #entities: ReadonlyMap<string, Entity>;
  readonly #byId = new Map<string, Fact>();
  readonly #parts = new Map<string, string>();

  private constructor(entities: ReadonlyMap<string, Entity>) {
    this.#entities = entities;
  }

  static async of({ store }: CrmCore, workspaceId: string): Promise<Facts> {
    const audited = [...store.entities.values()].filter(({ isAudited }) => isAudited);
    const found = await Promise.all(
      audited.map(async (entity) => {
        const mine = { [entity.tenantField]: workspaceId, isDeleted: false };
        const documents = await store
          .model(entity)
          .collection.find(mine as never)
          .toArray();
        return [entity.name, documents as unknown as StoredDocument[]] as const;
      }),
    );
    return Facts.from(store.entities, Object.fromEntries(found));
  }

  /** @param stored - documents by the name of their entity */
  static from(
    entities: ReadonlyMap<string, Entity>,
    stored: Readonly<Record<string, readonly StoredDocument[]>>,
  ): Facts {
    const facts = new Facts(entities);
    const documents = Object.entries(stored).flatMap(([name, some]) =>
      some.map((document) => ({ entity: facts.entity(name), document })),
    );
    for (const { entity, document } of documents) facts.#name(entity, document);
    for (const { entity, document } of documents) {
      const fact = facts.#byId.get(document._id);
      if (fact) Object.assign(fact, facts.#legible(entity, document));
    }
    return facts;
  }

  /** @param label - what people call one: "deal" */
  all(label: string): Fact[] {
    const entity = this.entity(label);
    return [...this.#byId.values()].filter((fact) => fact.entity === entity.label.one);
  }

  byId(id: string): Fact | undefined {
    return this.#byId.get(id);
  }

  /** @throws Error when nothing is called so */
  entity(label: string): Entity {
    const entity = [...this.#entities.values()].find((one) => one.name === label || one.label.one === label);
    if (!entity) throw new Error(`There are no records called “${label}”.`);
    return entity;
  }

  /** Stored values of a record or of a change, as people would read them. */
  read(entity: Entity, stored: Record<string, unknown>): Fact['values'] {
    return this.#legible(entity, stored).values;
  }

  #name(entity: Entity, document: StoredDocument): void {
    const title = titleOf(entity, document as never);
    this.#byId.set(document._id, { entity: entity.label.one, id: document._id, title, values: {}, refs: {} });
    for (const value of Object.values(document))
      if (Array.isArray(value))
        for (const part of value)
          if (typeof part?.id === 'string' && typeof part?.name === 'string')
            this.#parts.set(part.id, part.name);
  }

  #legible(entity: Entity, stored: Record<string, unknown>): Pick<Fact, 'values' | 'refs'> {
    const values: Fact['values'] = { ...(stored.customFields as object | undefined) };
    const refs: Fact['refs'] = {};
    for (const field of entity.fields) {
      if (!(field.name in stored)) continue;
      const name = factName(field);
      const value = stored[field.name];
      if (field.ref) refs[name] = this.#byId.get(String(value));
      values[name] = this.#value(field, value, stored.currency);
    }
    return { values, refs };
  }

  #value(field: Field, value: unknown, currency: unknown): unknown {
    if (value === null || value === undefined) return null;
    if (field.ref || field.refBy) return this.#byId.get(String(value))?.title ?? value;
    if (field.part) return this.#parts.get(String(value)) ?? value;
    if (field.format === 'money') return Number(value) / 10 ** minorDigits(String(currency ?? 'USD'));
    if (field.kind === 'date') return new Date(String(value)).toISOString().slice(0, 16);
    return value;
  }
}
