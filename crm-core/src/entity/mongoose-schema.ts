import { type IndexDefinition, type IndexOptions, Schema, type SchemaDefinitionProperty } from 'mongoose';
import { z } from 'zod';
import type { Entity } from './define-entity.ts';
import { hasOrderKey, orderPath } from './record-keys.ts';
import { kindOf, unwrap } from './zod-fields.ts';

function mongooseType(type: z.ZodType): SchemaDefinitionProperty {
  const inner = unwrap(type);
  switch (kindOf(inner)) {
    case 'string':
    case 'day':
    case 'enum':
      return { type: String };
    case 'number':
      return { type: Number };
    case 'boolean':
      return { type: Boolean };
    case 'date':
      return { type: Date };
    case 'array': {
      const element = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : undefined;
      const kind = element ? kindOf(element) : 'unknown';
      if (element && ['string', 'day', 'enum', 'number', 'date', 'boolean'].includes(kind)) {
        return { type: [mongooseType(element)], default: undefined };
      }
      return { type: [Schema.Types.Mixed], default: undefined };
    }
    default:
      // zod has already checked the inside; Mixed keeps it as it is
      return { type: Schema.Types.Mixed };
  }
}

/** The Mongoose schema of an entity: its own fields, the system fields, the search keys and the outbox. */
export function mongooseSchemaOf(entity: Entity): Schema {
  const definition: Record<string, SchemaDefinitionProperty> = {};
  for (const field of entity.fields) definition[field.name] = mongooseType(field.type);
  const schema = new Schema(
    {
      ...definition,
      _id: { type: String, required: true },
      workspaceId: { type: String },
      version: { type: Number, required: true },
      createdAt: { type: Date, required: true },
      updatedAt: { type: Date, required: true },
      createdBy: { type: String },
      isDeleted: { type: Boolean, required: true },
      deletedAt: { type: Date },
      mergedIntoId: { type: String },
      isDemo: { type: Boolean },
      outside: { type: String },
      customFields: { type: Schema.Types.Mixed },
      search: { type: Schema.Types.Mixed },
      movedFrom: { type: Schema.Types.Mixed },
      outbox: { type: [Schema.Types.Mixed], default: undefined },
    },
    {
      collection: entity.plural,
      versionKey: false,
      minimize: false,
      strict: 'throw',
      autoIndex: false,
      autoCreate: false,
      _id: false,
    },
  );
  for (const [keys, options] of indexesOf(entity)) schema.index(keys, options);
  return schema;
}

function indexesOf(entity: Entity): Array<[IndexDefinition, IndexOptions]> {
  const tenant = entity.tenantField;
  const own = tenant === '_id' ? [] : [tenant];
  const found: Array<[IndexDefinition, IndexOptions]> = [];
  const keys = (names: string[]): IndexDefinition =>
    Object.fromEntries(names.map((name) => (name.startsWith('-') ? [name.slice(1), -1] : [name, 1])));
  // nearly every question is about what is not in the trash: with that in the index, counting reads nothing else
  const live = entity.isAudited ? [...own, 'isDeleted'] : own;
  if (own.length > 0) found.push([keys([...live, '-createdAt', '-_id']), {}]);
  for (const names of entity.indexes ?? []) {
    found.push([keys([...live, ...names, '_id']), {}]);
    const inOrder = names.map((name) => (isOrdered(entity, name) ? orderPath(name) : name));
    if (inOrder.join() !== names.join()) found.push([keys([...live, ...inOrder, '_id']), {}]);
  }
  if (entity.search) {
    found.push([wordIndexOf(entity, false), {}]);
    found.push([wordIndexOf(entity, true), {}]);
  }
  if (entity.matchKeys) found.push([keys([...live, 'search.match']), {}]);
  for (const names of entity.unique ?? []) {
    const holders = tenant === 'workspaceId' ? ['workspaceId'] : [];
    const present = Object.fromEntries(names.map((name) => [name, { $exists: true }]));
    found.push([
      keys([...holders, ...names]),
      { unique: true, partialFilterExpression: { isDeleted: false, ...present } },
    ]);
  }
  if (entity.isAudited || entity.derivedEvents) found.push([{ 'outbox.at': 1 }, { sparse: true }]);
  return found;
}

/** The index by which records are found by beginnings of words, or by words with a typo. */
function wordIndexOf(entity: Entity, withTypos: boolean): Record<string, 1> {
  const isOfTenant = entity.tenantField === 'workspaceId';
  return {
    // a list of tenants and a list of words cannot share an index (MongoDB indexes one array a document)
    ...(isOfTenant && ({ workspaceId: 1 } as const)),
    // with the trash in it, one word is counted by the index alone
    ...(isOfTenant && entity.isAudited && ({ isDeleted: 1 } as const)),
    [withTypos ? 'search.typos' : 'search.words']: 1,
  };
}

const isOrdered = (entity: Entity, name: string): boolean =>
  entity.fields.some((field) => field.name === name && hasOrderKey(entity, field));
