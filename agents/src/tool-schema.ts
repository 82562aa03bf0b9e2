type Json = Record<string, unknown>;

/** What zod checks anyway, and a model does not need to read. */
const UNREAD = new Set(['$schema', 'additionalProperties', 'propertyNames', 'minLength', 'maxLength']);

/**
 * A JSON Schema in fewer words that mean the same to a model: every call carries it, and is paid for by its length.
 * Null is one more type, and what a description repeats of the field's name is left out.
 */
export function shortSchema(schema: Json): Json {
  const { anyOf, ...own } = withoutUnread(schema);
  const options = anyOf as Json[] | undefined;
  const rest = options?.filter((option) => option.type !== 'null');
  const only = rest?.length === 1 ? shortSchema(rest[0] as Json) : undefined;
  if (typeof only?.type === 'string' && options?.length === 2)
    return {
      ...own,
      ...only,
      type: [only.type, 'null'],
      ...(only.enum ? { enum: withNull(only.enum) } : {}),
    };
  const short: Json = { ...own, ...(options && { anyOf: options.map(shortSchema) }) };
  if (short.items) short.items = shortSchema(short.items as Json);
  if (short.properties) short.properties = properties(short.properties as Record<string, Json>);
  return short;
}

function withoutUnread(schema: Json): Json {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !UNREAD.has(key)));
}

const withNull = (values: unknown) => [...(values as unknown[]), null];

function properties(fields: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const { description, ...short } = shortSchema(field);
      const said = beyondTheName(name, String(description ?? ''));
      return [name, said ? { ...short, description: said } : short];
    }),
  );
}

/** "Loss reason" says no more than `lossReason`; "Owner: a name" says it of `owner` as "a name". */
function beyondTheName(name: string, description: string): string {
  const [label = '', ...rest] = description.split(': ');
  const isName = label.replace(/\s/g, '').toLowerCase() === name.toLowerCase();
  return isName ? rest.join(': ') : description;
}
