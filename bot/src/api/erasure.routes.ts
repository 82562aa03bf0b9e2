import { certificatePdf } from '@clianta/agents/erasures/certificate-pdf';
import { certificateOf } from '@clianta/crm-core/erasure/certificate';
import { Erasure } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { ConflictError } from '@clianta/crm-core/errors';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { type Request, Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { erasurePaths } from './openapi/erasure-paths.ts';

/** The certificates of erasures, as JSON and as PDF. Erasures themselves are listed as every record is. */
export const erasureRoutes = defineRoutes({
  at: 'workspace',
  paths: erasurePaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    const read = async (request: Request) => {
      const scope = await scopeOfRequest(crm, request);
      const record = await crm.records(Erasure).get(scope, String(request.params.id));
      if (record.state !== 'done' || !record.proofHash)
        throw new ConflictError('There is a certificate once the erasure is done.');
      return { scope, record, proofHash: record.proofHash, certificate: certificateOf(record) };
    };
    router.get('/erasures/:id/certificate.json', async (request, response) => {
      const { record, proofHash, certificate } = await read(request);
      response.attachment(`erasure-${record.id}.json`).setHeader('Cache-Control', 'private, no-store');
      response.json({ ...certificate, proofHash });
    });
    router.get('/erasures/:id/certificate.pdf', async (request, response) => {
      const { scope, record, proofHash, certificate } = await read(request);
      const { locale, timeZone } = await crm.localOf(scope.workspaceId, scope.actor.id);
      const { name: issuer } = await crm.records(Workspace).get(scope, scope.workspaceId);
      const bytes = await certificatePdf(certificate, proofHash, { locale, timeZone, issuer });
      response.attachment(`erasure-${record.id}.pdf`).type('application/pdf');
      response.setHeader('Cache-Control', 'private, no-store');
      response.end(bytes);
    });
    return router;
  },
});
