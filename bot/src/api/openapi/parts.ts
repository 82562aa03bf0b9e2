export type Json = Record<string, unknown>;

export const text: Json = { type: 'string' };
export const flag: Json = { type: 'boolean' };
export const whole: Json = { type: 'integer' };
export const listOf = (items: Json): Json => ({ type: 'array', items });
export const base = '/api/workspaces/{workspaceId}';
/** Nobody needs to be signed in. */
export const open = { security: [] };

export const ref = (schema: string): Json => ({ $ref: `#/components/schemas/${schema}` });

export const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

export const query = (name: string, schema: Json, description: string): Json => ({
  name,
  in: 'query',
  schema,
  description,
});

export const path = (name: string): Json => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string' },
});

const failure: Json = { description: 'Refused; the message says why and what to do.', ...json(ref('Error')) };

/** The answers of an operation: the good one, and every refusal. */
export const answers = (schema: Json, description = 'Done', status = '200'): Json => ({
  [status]: { description, ...json(schema) },
  default: failure,
});

/** An object whose properties are all there. */
export const object = (properties: Json): Json => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
