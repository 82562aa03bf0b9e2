import { Erasure } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { answers, base, type Json, path } from './parts.ts';

const one = { tags: [Erasure.domain], parameters: [path('workspaceId'), path('id')] };

/** What erasures have besides other records: their certificates. */
export function erasurePaths(): Json {
  return {
    [`${base}/erasures/{id}/certificate.json`]: {
      get: {
        ...one,
        operationId: 'getErasureCertificate',
        summary: 'That a person was erased: counts by place, and the proof; nothing of the person',
        responses: answers({ type: 'object' }),
      },
    },
    [`${base}/erasures/{id}/certificate.pdf`]: {
      get: {
        ...one,
        operationId: 'getErasureCertificatePdf',
        summary: 'The same as PDF',
        responses: {
          ...answers({}),
          200: {
            description: 'The file',
            content: {
              'application/pdf': { schema: { type: 'string', contentMediaType: 'application/pdf' } },
            },
          },
        },
      },
    },
  };
}
