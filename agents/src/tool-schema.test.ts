import { expect, it } from 'vitest';
import { z } from 'zod';
import { shortSchema } from './tool-schema.ts';

const short = (schema: z.ZodType) => shortSchema(z.toJSONSchema(schema, { io: 'input' }));

it('writes null as one more type, also of a choice', () => {
  expect(short(z.string().describe('Free words').nullable())).toEqual({
    type: ['string', 'null'],
    description: 'Free words',
  });
  expect(short(z.enum(['won', 'lost']).nullable())).toEqual({
    type: ['string', 'null'],
    enum: ['won', 'lost', null],
  });
});

it('leaves out what the name of a field says already', () => {
  const { properties } = short(
    z.strictObject({
      lossReason: z.string().describe('Loss reason'),
      owner: z.string().describe('Owner: a name'),
      stage: z.string().describe('Name of the stage'),
    }),
  );
  expect(properties).toEqual({
    lossReason: { type: 'string' },
    owner: { type: 'string', description: 'a name' },
    stage: { type: 'string', description: 'Name of the stage' },
  });
});

it('keeps what a model must know: required fields, bounds, lists, other choices', () => {
  const schema = z.object({
    limit: z.number().int().min(1).max(50),
    where: z.array(z.object({ field: z.string().max(80), value: z.unknown() })).optional(),
    own: z.union([z.string(), z.array(z.string())]).optional(),
  });
  expect(short(schema)).toEqual({
    type: 'object',
    required: ['limit'],
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: 50 },
      where: {
        type: 'array',
        items: {
          type: 'object',
          properties: { field: { type: 'string' }, value: {} },
          required: expect.arrayContaining(['field']),
        },
      },
      own: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    },
  });
});
