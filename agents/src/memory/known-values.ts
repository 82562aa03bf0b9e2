import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import type { KnownValue } from '../language/language-context.ts';
import { toolFieldName, toolFields } from '../tools/fields.ts';

const HELD: ReadonlyArray<Entity> = [Contact, Company, Opportunity];
/** A field with more values than this holds free text. */
const MOST_VALUES = 80;
const LONGEST = 40;
/** Values are read again after as many times what reading took, but not more often than this. */
const REST = 200;
const LEAST_MS = 10_000;
/** Workspaces whose values are kept. */
const MOST_WORKSPACES = 500;

interface Kept {
  values: Promise<readonly KnownValue[]>;
  readAt: number;
  /** Milliseconds that the reading took. */
  took: number;
  isReading: boolean;
}

const keptBy = new WeakMap<CrmCore, Map<string, Kept>>();

/**
 * What the short text fields of a workspace's records hold ("Webinar" as a source, "key account" as a tag), so that a
 * word of a message is known for a value. Kept in memory; a new value is known once the values were read again.
 */
export async function knownValues(crm: CrmCore, workspaceId: string): Promise<readonly KnownValue[]> {
  const kept = keptBy.get(crm) ?? new Map<string, Kept>();
  keptBy.set(crm, kept);
  const known = kept.get(workspaceId);
  if (!known) {
    const [oldest] = kept.keys();
    if (kept.size >= MOST_WORKSPACES && oldest !== undefined) kept.delete(oldest);
    const first: Kept = { values: Promise.resolve([]), readAt: 0, took: 0, isReading: false };
    kept.set(workspaceId, first);
    // a word is not known for a value then, which costs a question
    first.values = refreshed(crm, workspaceId, first).catch(() => []);
    return first.values;
  }
  const rest = Math.max(LEAST_MS, known.took * REST);
  if (!known.isReading && Date.now() - known.readAt > rest) {
    // who asks meanwhile, or where reading fails, has the values of before
    refreshed(crm, workspaceId, known).then(
      (values) => {
        known.values = Promise.resolve(values);
      },
      () => {},
    );
  }
  return known.values;
}

async function refreshed(crm: CrmCore, workspaceId: string, kept: Kept): Promise<readonly KnownValue[]> {
  const started = Date.now();
  kept.isReading = true;
  try {
    const values = await Promise.all(
      HELD.flatMap((entity) =>
        toolFields(entity)
          .filter((field) => isShortText(entity, field))
          .map((field) => valuesOf(crm, workspaceId, entity, field)),
      ),
    );
    return values.flat();
  } finally {
    kept.readAt = Date.now();
    kept.took = kept.readAt - started;
    kept.isReading = false;
  }
}

const isShortText = (entity: Entity, { name, kind, element, ref, part, format, readOnly, isAside }: Field) =>
  (kind === 'string' || (kind === 'array' && element === 'string')) &&
  !ref &&
  !part &&
  !format &&
  !readOnly &&
  !isAside &&
  name !== entity.talk?.title;

async function valuesOf(
  crm: CrmCore,
  workspaceId: string,
  entity: Entity,
  field: Field,
): Promise<KnownValue[]> {
  const { groups } = await crm
    .records(entity)
    .totals(systemScope(workspaceId), { groupBy: [field.name], limit: MOST_VALUES + 1 });
  if (groups.length > MOST_VALUES) return [];
  return groups.flatMap(({ key }) => {
    const value = key[field.name];
    return typeof value === 'string' && value !== '' && value.length <= LONGEST
      ? [{ entity: entity.name, field: toolFieldName(field), value, isListed: field.kind === 'array' }]
      : [];
  });
}
