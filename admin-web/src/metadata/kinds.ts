import type { EntityMetadata, FieldMetadata } from '@clianta/crm-core/entity/metadata.schema';
import { capitalize, humanize } from '../formatting.ts';

export type { EntityMetadata, FieldMetadata };

const nameOf = (field: FieldMetadata) => field.name;

/** What there are records of in a workspace, and the words for it. */
export class Kinds {
  readonly all: readonly EntityMetadata[];
  readonly #number: Intl.NumberFormat;
  readonly #byName: ReadonlyMap<string, EntityMetadata>;
  readonly #fields: ReadonlyMap<string, ReadonlyMap<string, FieldMetadata>>;

  /** @param locale - how numbers are written */
  constructor(all: readonly EntityMetadata[], locale = 'en') {
    this.all = all;
    this.#number = new Intl.NumberFormat(locale);
    this.#byName = new Map(all.map((kind) => [kind.name, kind]));
    this.#fields = new Map(
      all.map(({ name, fields }) => [name, new Map(fields.map((one) => [nameOf(one), one]))]),
    );
  }

  /** Those that people list and speak of. */
  get spoken(): readonly EntityMetadata[] {
    return this.all.filter(({ isSpoken }) => isSpoken);
  }

  /** Undefined for a kind that the caller may not read, or that is no more. */
  get(name: string): EntityMetadata | undefined {
    return this.#byName.get(name);
  }

  field(kind: string, name: string): FieldMetadata | undefined {
    return this.#fields.get(kind)?.get(name);
  }

  /** "Deal". */
  one(name: string): string {
    return capitalize(this.get(name)?.label.one ?? humanize(name));
  }

  /** "Deals". */
  many(name: string): string {
    return capitalize(this.get(name)?.label.many ?? humanize(name));
  }

  /** "18 deals"; of a kind that is no more "18 old things". */
  count(count: number, name: string): string {
    const label = this.get(name)?.label;
    const word = label ? (count === 1 ? label.one : label.many) : humanize(name).toLowerCase();
    return `${this.#number.format(count)} ${word}`;
  }
}

/** "contacts, companies and deals". */
export function namesOf(kinds: readonly EntityMetadata[]): string {
  return new Intl.ListFormat('en-GB').format(kinds.map(({ label }) => label.many));
}
