import { turnResultSchema } from '@clianta/agents/turn-event.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { filterSchema } from '@clianta/crm-core/entity/filter.schema';
import { entities } from '@clianta/crm-core/registry';
import { z } from 'zod';

type Json = Record<string, unknown>;

function schemaOf(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === 'date')
        Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  });
  return schema;
}

const systemFields: Json = {
  id: { type: 'string' },
  workspaceId: { type: 'string' },
  version: { type: 'integer' },
  createdAt: { type: 'string', format: 'date-time' },
  updatedAt: { type: 'string', format: 'date-time' },
  createdBy: { type: 'string' },
  isDeleted: { type: 'boolean' },
};

function recordSchema(entity: Entity): Json {
  const schema = schemaOf(entity.schema, 'output');
  const properties = Object.fromEntries(
    Object.entries(schema.properties as Json).filter(
      ([name]) => !entity.fields.find((field) => field.name === name)?.hidden,
    ),
  );
  return { type: 'object', properties: { ...systemFields, ...properties } };
}

const name = (entity: Entity) => entity.name.charAt(0).toUpperCase() + entity.name.slice(1);
const ref = (schema: string): Json => ({ $ref: `#/components/schemas/${schema}` });
const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
const query = (parameter: string, schema: Json, description: string): Json => ({
  name: parameter,
  in: 'query',
  schema,
  description,
});
const path = (parameter: string): Json => ({
  name: parameter,
  in: 'path',
  required: true,
  schema: { type: 'string' },
});
const failure: Json = { description: 'Refused; the message says why and what to do.', ...json(ref('Error')) };

function pathsOf(entity: Entity): Json {
  const record = ref(name(entity));
  const base = `/api/workspaces/{workspaceId}/${entity.plural}`;
  const tags = [entity.domain];
  const ok = (schema: Json, description = 'Done'): Json => ({
    '200': { description, ...json(schema) },
    default: failure,
  });
  const one = [path('workspaceId'), path('id')];
  const writes: Json = entity.isReadOnly
    ? {}
    : {
        patch: {
          tags,
          summary: `Change a ${entity.label.one}`,
          parameters: [
            ...one,
            {
              name: 'If-Match',
              in: 'header',
              schema: { type: 'integer' },
              description: 'The version you expect.',
            },
          ],
          requestBody: json(ref(`${name(entity)}Update`)),
          responses: ok(record),
        },
        delete: {
          tags,
          summary: `Move a ${entity.label.one} to the trash`,
          parameters: one,
          responses: ok(record),
        },
      };
  const paths: Json = {
    [base]: {
      get: {
        tags,
        summary: `List ${entity.label.many}`,
        parameters: [
          path('workspaceId'),
          query('filter', { type: 'string' }, 'JSON of a Filter.'),
          query('search', { type: 'string' }, 'Words the record begins with; one typo is forgiven.'),
          query('sort', { type: 'string' }, 'A field; "-field" for descending.'),
          query('limit', { type: 'integer', maximum: 500 }, 'Default 50.'),
          query('cursor', { type: 'string' }, 'nextCursor of the page before.'),
        ],
        responses: ok({
          type: 'object',
          properties: { records: { type: 'array', items: record }, nextCursor: { type: 'string' } },
        }),
      },
      ...(!entity.isReadOnly && {
        post: {
          tags,
          summary: `Create a ${entity.label.one}`,
          parameters: [path('workspaceId')],
          requestBody: json(ref(`${name(entity)}Create`)),
          responses: { '201': { description: 'Created', ...json(record) }, default: failure },
        },
      }),
    },
    [`${base}/{id}`]: {
      get: { tags, summary: `Read a ${entity.label.one}`, parameters: one, responses: ok(record) },
      ...writes,
    },
  };
  if (entity.isReadOnly) return paths;
  paths[`${base}/{id}/restore`] = {
    post: {
      tags,
      summary: `Take a ${entity.label.one} out of the trash`,
      parameters: one,
      responses: ok(record),
    },
  };
  paths[`${base}/bulk`] = {
    post: {
      tags,
      summary: `Change or delete many ${entity.label.many}; a dry run unless dryRun is false`,
      parameters: [path('workspaceId')],
      requestBody: json({
        type: 'object',
        required: ['action', 'filter'],
        properties: {
          action: { enum: ['update', 'delete'] },
          filter: ref('Filter'),
          patch: ref(`${name(entity)}Update`),
          dryRun: { type: 'boolean', default: true },
          expectedCount: { type: 'integer' },
        },
      }),
      responses: ok({ type: 'object' }),
    },
  };
  return paths;
}

/** The API as an OpenAPI 3.1 document, from the registry. */
export function openApiDocument(version: string): Json {
  const schemas: Json = {
    Error: {
      type: 'object',
      properties: {
        error: {
          type: 'object',
          required: ['code', 'message'],
          properties: {
            code: { type: 'string' },
            message: { type: 'string' },
            fields: { type: 'object', additionalProperties: { type: 'string' } },
            reference: { type: 'string' },
          },
        },
      },
    },
    Filter: schemaOf(filterSchema, 'input'),
    TurnResult: schemaOf(turnResultSchema, 'output'),
  };
  let paths: Json = {
    '/api/workspaces/{workspaceId}/agents/chat': {
      post: {
        tags: ['agents'],
        summary:
          'Say something; answers as JSON, or as a stream of turn events with Accept: text/event-stream',
        parameters: [path('workspaceId')],
        requestBody: json({
          type: 'object',
          properties: {
            message: { type: 'string', maxLength: 20_000 },
            conversationId: { type: 'string' },
            decision: { type: 'object' },
          },
        }),
        responses: { '200': { description: 'The turn', ...json(ref('TurnResult')) }, default: failure },
      },
    },
    '/api/workspaces/{workspaceId}/undo': {
      post: {
        tags: ['audit'],
        summary: 'Take back one group of writes',
        parameters: [path('workspaceId')],
        requestBody: json({
          type: 'object',
          required: ['groupId'],
          properties: { groupId: { type: 'string' } },
        }),
        responses: {
          '200': { description: 'What was reverted and what was kept', ...json({ type: 'object' }) },
          default: failure,
        },
      },
    },
  };
  for (const entity of entities) {
    schemas[name(entity)] = recordSchema(entity);
    if (!entity.isReadOnly) {
      schemas[`${name(entity)}Create`] = schemaOf(entity.createSchema, 'input');
      schemas[`${name(entity)}Update`] = schemaOf(entity.updateSchema, 'input');
    }
    paths = { ...paths, ...pathsOf(entity) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Clianta',
      version,
      description: 'The CRM that you talk to.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    components: {
      schemas,
      securitySchemes: { session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
    security: [{ session: [] }],
    paths,
  };
}
