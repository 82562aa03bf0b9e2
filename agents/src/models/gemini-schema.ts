type Json = Record<string, unknown>;

/** What Gemini's function declarations understand of JSON Schema. */
const KEPT = ['type', 'description', 'enum', 'format', 'minimum', 'maximum', 'minItems', 'maxItems'] as const;
/** Formats that Gemini takes; others make it refuse the whole request. */
const FORMATS = new Set(['enum', 'date-time']);
/** Any scalar or a list of them, where a schema leaves the value open. */
const OPEN_VALUE: Json = {
  anyOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'array', items: { type: 'string' } },
  ],
};

/**
 * A tool's JSON Schema in the subset that Gemini accepts: null becomes `nullable`, an open value a choice of scalars,
 * and an object without known properties text that holds JSON.
 *
 * @returns undefined for a tool without arguments: Gemini refuses an object without properties
 */
export function geminiSchema(schema: Json): Json | undefined {
  const converted = convert(schema);
  return converted.type === 'object' ? converted : undefined;
}

function convert(schema: Json): Json {
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (options) return alternatives(schema, options);
  if (Array.isArray(schema.type)) return convert(oneTypeEach(schema, schema.type));
  const kept: Json = Object.fromEntries(
    KEPT.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]),
  );
  if (kept.format !== undefined && !FORMATS.has(String(kept.format))) delete kept.format;
  if (Array.isArray(kept.enum)) Object.assign(kept, { type: 'string', enum: kept.enum.map(String) });
  if (schema.type === 'array') return { ...kept, items: convert((schema.items as Json | undefined) ?? {}) };
  if (schema.type === 'object') return object(schema, kept);
  if (schema.type === undefined && kept.enum === undefined)
    return { ...OPEN_VALUE, ...(kept.description !== undefined && { description: kept.description }) };
  return kept;
}

/** `type: ['string', 'null']` as a choice of schemas with one type each. */
function oneTypeEach({ description, ...schema }: Json, types: unknown[]): Json {
  const values = Array.isArray(schema.enum) && { enum: schema.enum.filter((value) => value !== null) };
  const anyOf = types.map((type) => (type === 'null' ? { type } : { ...schema, ...values, type }));
  return { anyOf, ...(description !== undefined && { description }) };
}

function alternatives(schema: Json, options: Json[]): Json {
  const description = schema.description === undefined ? {} : { description: schema.description };
  const real = options.filter((option) => option.type !== 'null');
  const nullable = real.length < options.length ? { nullable: true } : {};
  const only = real.length === 1 ? real[0] : undefined;
  if (only) return { ...convert(only), ...description, ...nullable };
  // where text will do as well as an open object, text is what Gemini can declare
  const known = real.filter((option) => !(option.type === 'object' && isOpen(option)));
  const single = known.length === 1 ? known[0] : undefined;
  if (single) return { ...convert(single), ...description, ...nullable };
  return { anyOf: known.map(convert), ...description, ...nullable };
}

const isOpen = (schema: Json) => Object.keys((schema.properties as Json | undefined) ?? {}).length === 0;

function object(schema: Json, kept: Json): Json {
  if (isOpen(schema))
    return { type: 'string', description: `${String(kept.description ?? 'An object')}, as JSON` };
  const properties = Object.fromEntries(
    Object.entries(schema.properties as Record<string, Json>).map(([name, value]) => [name, convert(value)]),
  );
  return {
    ...kept,
    properties,
    ...(Array.isArray(schema.required) && schema.required.length > 0 && { required: schema.required }),
  };
}
