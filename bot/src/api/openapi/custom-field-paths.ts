import { retirementSchema } from '@clianta/crm-core/crm/custom-field-definition/retire-option';
import { body } from './json-schema.ts';
import { answers, base, type Json, object, path, ref, text, whole } from './parts.ts';

/** Options of own fields. */
export function customFieldPaths(): Json {
  return {
    [`${base}/custom-fields/{id}/retire-option`]: {
      post: {
        operationId: 'retireOption',
        tags: ['crm'],
        summary: 'Take an option from a custom field, and from the records that have it; undone together',
        parameters: [path('workspaceId'), path('id')],
        ...body(retirementSchema),
        responses: answers(object({ field: ref('CustomFieldDefinition'), groupId: text, changed: whole })),
      },
    },
  };
}
