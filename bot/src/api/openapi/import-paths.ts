import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { Import } from '@clianta/crm-core/imports/import/import.schema';
import { exportSchema, importChangeSchema, importOrderSchema, importStepSchema } from '../import.schema.ts';
import { name } from './entity-paths.ts';
import { schemaOf } from './json-schema.ts';
import { answers, base, type Json, json, listOf, object, path, ref, text } from './parts.ts';

const tags = [Import.domain];
const plan = object({
  import: ref(name(Import as never)),
  targets: listOf(object({ key: text, label: text })),
  questions: listOf(text),
  kinds: listOf(object({ name: text, label: text })),
});
const one = [path('workspaceId'), path('id')];

const step = (operationId: string, summary: string, schema?: Parameters<typeof schemaOf>[0]): Json => ({
  post: {
    operationId,
    tags,
    summary,
    parameters: one,
    ...(schema && { requestBody: { required: true, ...json(schemaOf(schema, 'input')) } }),
    responses: answers(plan),
  },
});

/** What imports have besides other records: they are steered; and exports. */
export function importPaths(): Json {
  return {
    [`${base}/imports/start`]: {
      post: {
        operationId: 'startImport',
        tags,
        summary: 'Read a table that was uploaded and guess what its columns are',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(importOrderSchema, 'input')) },
        responses: answers(plan, 'Begun', '201'),
      },
    },
    [`${base}/imports/{id}/plan`]: {
      get: {
        operationId: 'getImportPlan',
        tags,
        summary: 'What the columns of an import become, and what they could become',
        parameters: one,
        responses: answers(plan),
      },
    },
    [`${base}/imports/{id}/change`]: step('changeImport', 'Change how its file is read', importChangeSchema),
    [`${base}/imports/{id}/check`]: step('checkImport', 'Dry run: what it would do'),
    [`${base}/imports/{id}/run`]: step('runImport', 'Bring its rows in'),
    [`${base}/imports/{id}/step`]: step(
      'steerImport',
      'Pause, resume, cancel or take it back',
      importStepSchema,
    ),
    [`${base}/import-templates/{kind}.csv`]: {
      get: {
        operationId: 'getImportTemplate',
        tags,
        summary: 'An empty table with the columns that records of a kind can be imported by',
        parameters: [path('workspaceId'), path('kind')],
        responses: {
          200: { description: 'CSV', content: { 'text/csv': { schema: text } } },
          default: answers({}).default,
        },
      },
    },
    [`${base}/exports`]: {
      post: {
        operationId: 'exportRecords',
        tags,
        summary: 'Write records into a file',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(exportSchema, 'input')) },
        responses: answers(
          object({ file: ref(name(Attachment as never)), count: { type: 'integer' }, columns: listOf(text) }),
          'Written',
          '201',
        ),
      },
    },
  };
}
