import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { ON_DELETE } from '@clianta/crm-core/entity/on-delete';
import { answers, type Json, json, listOf, object, path, query, ref, text } from './parts.ts';

export const name = (entity: Entity) => entity.name.charAt(0).toUpperCase() + entity.name.slice(1);

const counted = object({
  count: { type: 'integer' },
  sample: listOf(object({ id: text, title: text })),
});
const dryRun: Json = {
  ...counted,
  properties: {
    ...(counted.properties as Json),
    consequences: {
      ...listOf(
        object({
          entity: text,
          rule: { type: 'string', enum: ON_DELETE.filter((rule) => rule !== 'keep') },
          count: { type: 'integer' },
        }),
      ),
      description: 'Of a deletion: other records that hold it up, go along, or stay without it.',
    },
  },
};
const bulkResult = object({
  groupId: text,
  changed: listOf(text),
  unchanged: listOf(text),
  failed: listOf(object({ id: text, title: text, message: text })),
});

const numbers = { type: 'number' };
const counts: Json = {
  ...object({ count: { type: 'integer' } }),
  properties: {
    count: { type: 'integer' },
    totals: listOf({
      type: 'object',
      required: ['field', 'count', 'sum'],
      properties: {
        field: text,
        currency: { type: ['string', 'null'] },
        count: { type: 'integer' },
        sum: numbers,
        weightedSum: numbers,
      },
    }),
  },
};
const totals = object({
  groups: listOf({ ...counts, properties: { ...(counts.properties as Json), key: { type: 'object' } } }),
  all: counts,
  isComplete: { type: 'boolean' },
});

/** The REST resource of an entity. */
export function entityPaths(entity: Entity): Json {
  const record = ref(name(entity));
  const base = `/api/workspaces/{workspaceId}/${entity.plural}`;
  const tags = [entity.domain];
  const id = (verb: string, what = name(entity)) => ({ operationId: `${verb}${what}`, tags });
  const many = entity.plural.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const one = [path('workspaceId'), path('id')];
  const writes: Json = entity.isReadOnly
    ? {}
    : {
        patch: {
          ...id('update'),
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
          responses: answers(record),
        },
        delete: {
          ...id('delete'),
          summary: `Move a ${entity.label.one} to the trash`,
          parameters: one,
          responses: answers(record),
        },
      };
  const paths: Json = {
    [base]: {
      get: {
        ...id('list', many),
        summary: `List ${entity.label.many}`,
        parameters: [
          path('workspaceId'),
          query('filter', { type: 'string' }, 'JSON of a Filter.'),
          query('search', { type: 'string' }, 'Words the record begins with; one typo is forgiven.'),
          query('sort', { type: 'string' }, 'A field; "-field" for descending.'),
          query('limit', { type: 'integer', maximum: 500 }, 'Default 50.'),
          query('cursor', { type: 'string' }, 'nextCursor of the page before.'),
          query('count', { type: 'boolean', default: false }, 'Also say how many match in all.'),
          query('deleted', { enum: ['no', 'only', 'all'], default: 'no' }, 'Whether the trash is listed.'),
        ],
        responses: answers({
          type: 'object',
          required: ['records'],
          properties: {
            records: { type: 'array', items: record },
            nextCursor: { type: 'string' },
            count: { type: 'integer', description: 'With count=true.' },
          },
        }),
      },
      ...(!entity.isReadOnly && {
        post: {
          ...id('create'),
          summary: `Create a ${entity.label.one}`,
          parameters: [path('workspaceId')],
          requestBody: json(ref(`${name(entity)}Create`)),
          responses: answers(record, 'Created', '201'),
        },
      }),
    },
    [`${base}/totals`]: {
      get: {
        ...id('total', many),
        summary: `Count ${entity.label.many} and add up their numbers, in groups`,
        parameters: [path('workspaceId'), query('request', { type: 'string' }, 'JSON of a TotalsRequest.')],
        responses: answers(totals),
      },
    },
    [`${base}/{id}`]: {
      get: {
        ...id('get'),
        summary: `Read a ${entity.label.one}`,
        parameters: one,
        responses: answers(record),
      },
      ...writes,
    },
  };
  if (entity.isReadOnly) return paths;
  paths[`${base}/{id}/restore`] = {
    post: {
      ...id('restore'),
      summary: `Take a ${entity.label.one} out of the trash`,
      parameters: one,
      responses: answers(record),
    },
  };
  paths[`${base}/bulk`] = {
    post: {
      ...id('changeMany', many),
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
      responses: answers({ anyOf: [dryRun, bulkResult] }),
    },
  };
  return paths;
}
