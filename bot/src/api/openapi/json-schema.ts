import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { FieldMeta } from '@clianta/crm-core/entity/zod-fields';
import { z } from 'zod';
import { type Json, json, object } from './parts.ts';

/** Formats that JSON Schema knows; ours, such as `money`, are for our own screens. */
const FORMATS = new Set(['email', 'uri', 'date-time', 'date', 'time', 'uuid']);

/** What a field says of itself to nobody but us. */
const OWN = [
  'label',
  'ref',
  'onDelete',
  'aliases',
  'hidden',
  'toolName',
  'part',
  'hasTime',
  'isAside',
  'follows',
  'verbs',
  'belongsTo',
] as const satisfies ReadonlyArray<keyof FieldMeta>;

/** @param io - `input`: what may be sent; `output`: what is answered */
export function schemaOf(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date')
        Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
      publish(jsonSchema);
    },
  });
  return schema;
}

/** What a field's description holds for screens and the language engine is said in the words of JSON Schema, or left out. */
function publish(schema: Json): void {
  const { label, ref, format } = schema;
  if (typeof label === 'string') schema.title = label;
  if (typeof ref === 'string') schema.description = `The id of a ${ref}.`;
  if (!FORMATS.has(String(format))) delete schema.format;
  for (const own of OWN) delete schema[own];
}

const systemFields = {
  id: { type: 'string' },
  workspaceId: { type: 'string' },
  version: { type: 'integer' },
  createdAt: { type: 'string', format: 'date-time' },
  updatedAt: { type: 'string', format: 'date-time' },
  createdBy: { type: 'string' },
  isDeleted: { type: 'boolean' },
};

/** A record as it is answered: without what is hidden. */
export function recordSchema(entity: Entity): Json {
  const schema = schemaOf(entity.schema, 'output');
  const hidden = new Set(entity.fields.filter((field) => field.hidden).map((field) => field.name));
  const shown = Object.entries(schema.properties as Json).filter(([name]) => !hidden.has(name));
  // workspaces and users belong to no one workspace
  const { workspaceId, ...common } = systemFields;
  const own = object(entity.tenantField === 'workspaceId' ? { workspaceId, ...common } : common);
  return { ...own, properties: { ...(own.properties as Json), ...Object.fromEntries(shown) } };
}

/** A request body of that schema, which has to be there. */
export const body = (schema: z.ZodType): Json => ({
  requestBody: { required: true, ...json(schemaOf(schema, 'input')) },
});
