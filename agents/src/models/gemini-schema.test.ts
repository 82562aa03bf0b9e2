import { describe, expect, it } from 'vitest';
import { agents } from '../registry.ts';
import { jsonSchemaOf } from '../tool.ts';
import { geminiSchema } from './gemini-schema.ts';

const ALLOWED = new Set([
  'type',
  'description',
  'enum',
  'format',
  'nullable',
  'properties',
  'required',
  'items',
  'anyOf',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
]);

function check(schema: Record<string, unknown>, path: string): void {
  expect(
    Object.keys(schema).filter((key) => !ALLOWED.has(key)),
    path,
  ).toEqual([]);
  if (schema.type === 'object') {
    const properties = schema.properties as Record<string, Record<string, unknown>>;
    expect(Object.keys(properties ?? {}).length, `${path} has properties`).toBeGreaterThan(0);
    for (const [name, value] of Object.entries(properties)) check(value, `${path}.${name}`);
  }
  if (schema.type === 'array') check(schema.items as Record<string, unknown>, `${path}[]`);
  for (const option of (schema.anyOf as Array<Record<string, unknown>> | undefined) ?? [])
    check(option, `${path}|`);
  expect(schema.type ?? schema.anyOf, `${path} has a type`).toBeDefined();
}

describe('the schema for Gemini', () => {
  it('is within what Gemini takes, for every tool', () => {
    for (const tool of agents.flatMap((agent) => agent.tools)) {
      const schema = geminiSchema(jsonSchemaOf(tool));
      if (schema) check(schema, tool.name);
      else expect(Object.keys(tool.input.shape), tool.name).toEqual([]);
    }
  });

  it('turns null into nullable, open values into a choice, open objects into text', () => {
    expect(
      geminiSchema({
        type: 'object',
        properties: {
          a: { anyOf: [{ type: 'string' }, { type: 'null' }], description: 'A' },
          b: {},
          c: { type: 'object', additionalProperties: {} },
          d: { type: ['string', 'null'], enum: ['won', 'lost', null], description: 'D' },
        },
      }),
    ).toEqual({
      type: 'object',
      properties: {
        a: { type: 'string', description: 'A', nullable: true },
        b: {
          anyOf: [
            { type: 'string' },
            { type: 'number' },
            { type: 'boolean' },
            { type: 'array', items: { type: 'string' } },
          ],
        },
        c: { type: 'string', description: 'An object, as JSON' },
        d: { type: 'string', enum: ['won', 'lost'], description: 'D', nullable: true },
      },
    });
  });
});
