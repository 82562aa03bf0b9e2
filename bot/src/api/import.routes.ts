import type { CrmCore } from '@clianta/crm-core/crm-core';
import { requireAccess } from '@clianta/crm-core/entity/access';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { NotFoundError } from '@clianta/crm-core/errors';
import { changeImport } from '@clianta/crm-core/imports/change-import';
import { exportRecords, importTemplate } from '@clianta/crm-core/imports/export/export-records';
import { Import, type ImportRecord } from '@clianta/crm-core/imports/import/import.schema';
import { importableKinds, openQuestions, startImport, targetsFor } from '@clianta/crm-core/imports/imports';
import { checkImport } from '@clianta/crm-core/imports/run/check-import';
import { beginImport, steerImport, takeImportBack } from '@clianta/crm-core/imports/run/steer-import';
import { type Request, Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { exportSchema, importChangeSchema, importOrderSchema, importStepSchema } from './import.schema.ts';
import { importPaths } from './openapi/import-paths.ts';

/** Tables that become records, and records that become tables. Imports themselves are listed as every record is. */
export const importRoutes = defineRoutes({
  at: 'workspace',
  paths: importPaths,
  routes({ crm }) {
    const router = Router({ mergeParams: true });
    const recordOf = (scope: Scope, request: Request) =>
      crm.records(Import).get(scope, String(request.params.id));
    /** With what is needed to draw it. */
    const shown = async (scope: Scope, record: ImportRecord) => {
      const entity = crm.store.entity(record.kind);
      const targets = await targetsFor(crm, scope.workspaceId, entity);
      return {
        import: record,
        targets: targets.map(({ key, label }) => ({ key, label })),
        questions: record.status === 'draft' || record.status === 'checked' ? openQuestions(crm, record) : [],
        kinds: importableKinds(crm, scope).map(({ name, label }) => ({ name, label: label.many })),
      };
    };

    router.post('/imports/start', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { fileId, kind } = validate(importOrderSchema, request.body, 'import');
      response
        .status(201)
        .json(await shown(scope, await startImport(crm, scope, { fileId, ...(kind && { kind }) })));
    });
    router.get('/imports/:id/plan', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      response.json(await shown(scope, await recordOf(scope, request)));
    });
    router.post('/imports/:id/change', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { form, ...change } = validate(importChangeSchema, request.body, 'change');
      const present = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const textForm = Object.fromEntries(
        Object.entries(form ?? {}).filter(([, value]) => value !== undefined),
      );
      const wanted = { ...present, ...(form && { form: textForm }) };
      response.json(
        await shown(scope, await changeImport(crm, scope, await recordOf(scope, request), wanted)),
      );
    });
    router.post('/imports/:id/check', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      response.json(await shown(scope, await checkImport(crm, scope, await recordOf(scope, request))));
    });
    router.post('/imports/:id/run', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      response.json(await shown(scope, await beginImport(crm, scope, await recordOf(scope, request))));
    });
    router.post('/imports/:id/step', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { step } = validate(importStepSchema, request.body, 'step');
      const record = await recordOf(scope, request);
      const next =
        step === 'take_back'
          ? await takeImportBack(crm, scope, record)
          : await steerImport(crm, scope, record, step);
      response.json(await shown(scope, next));
    });
    router.get('/import-templates/:kind.csv', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const entity = exported(crm, String(request.params.kind));
      requireAccess(entity, scope, 'create');
      const text = await importTemplate(crm, scope, entity);
      response.attachment(`${entity.plural}.csv`).type('text/csv').send(`\u{feff}${text}`);
    });
    router.post('/exports', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { entity, filter, columns, format } = validate(exportSchema, request.body, 'export');
      const made = await exportRecords(crm, scope, exported(crm, entity), { filter, columns, format });
      response.status(201).json(made);
    });
    return router;
  },
});

/** @throws NotFoundError for what is no kind of record that people speak of */
function exported(crm: CrmCore, name: string): Entity {
  const entity = importableKinds(crm, { role: 'system' }).find((one) => one.name === name);
  if (!entity) throw new NotFoundError('kind of record', name);
  return entity;
}
