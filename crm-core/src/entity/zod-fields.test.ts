import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldsOf, updateSchemaOf } from './zod-fields.ts';

const schema = z.object({
  name: z.string().min(1),
  size: z
    .number()
    .optional()
    .meta({ label: 'Size', aliases: ['headcount'] }),
  status: z.enum(['new', 'old']).default('new'),
  at: z.date().optional(),
  tags: z.array(z.string()).optional(),
});

describe('fields of a schema', () => {
  it('tell kind, options, whether they are required, and what was said of them', () => {
    const [name, size, status, at, tags] = fieldsOf(schema);
    expect(name).toMatchObject({ kind: 'string', isRequired: true, label: 'Name' });
    expect(size).toMatchObject({ kind: 'number', isRequired: false, label: 'Size', aliases: ['headcount'] });
    expect(status).toMatchObject({ kind: 'enum', options: ['new', 'old'], isRequired: false });
    expect(at).toMatchObject({ kind: 'date' });
    expect(tags).toMatchObject({ kind: 'array', element: 'string' });
  });
});

it('a list that people fill in as a table tells what a row has', () => {
  const line = z.object({ text: z.string(), price: z.number().meta({ format: 'money' }) });
  const [lines, others] = fieldsOf(
    z.object({ lines: z.array(line).meta({ hasRows: true }), others: z.array(line) }),
  );
  expect(lines?.rows).toMatchObject([
    { name: 'text', kind: 'string', isRequired: true },
    { name: 'price', kind: 'number', format: 'money' },
  ]);
  expect(others?.rows).toBeUndefined();
});

describe('the update schema', () => {
  const update = updateSchemaOf(schema);

  it('needs no field and brings in no default', () => {
    expect(update.parse({})).toEqual({});
  });

  it('clears with null what a record may lack, and nothing else', () => {
    expect(update.parse({ size: null })).toEqual({ size: null });
    expect(update.safeParse({ name: null }).success).toBe(false);
    expect(update.safeParse({ status: null }).success).toBe(false);
  });

  it('refuses fields that are not declared', () => {
    expect(update.safeParse({ color: 'red' }).success).toBe(false);
  });
});
