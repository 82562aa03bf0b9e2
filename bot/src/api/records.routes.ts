import type { CrmCore } from '@clianta/crm-core/crm-core';
import { requireAccess } from '@clianta/crm-core/entity/access';
import { type BulkChange, bulkChange, dryRun } from '@clianta/crm-core/entity/bulk';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { filterSchema } from '@clianta/crm-core/entity/filter.schema';
import { fromJson } from '@clianta/crm-core/entity/from-json';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import type { TotalsRequest } from '@clianta/crm-core/entity/totals.schema';
import { validate } from '@clianta/crm-core/entity/validate';
import { InvalidError } from '@clianta/crm-core/errors';
import { type Request, Router } from 'express';
import { z } from 'zod';
import { ApprovalGate, MOST_COMPARED } from './approval-gate.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { jsonOf, listFilter, listSchema } from './list-request.ts';
import { refuseOtherMethods } from './other-methods.ts';

const recordListSchema = listSchema.extend({
  /** Also say how many match in all. */
  count: z.stringbool().optional(),
});

const totalsQuerySchema = z.strictObject({
  /** JSON of what is to be counted and added up. */
  request: z.string().max(10_000),
});

const bulkSchema = z.strictObject({
  action: z.enum(['update', 'delete']),
  filter: filterSchema,
  patch: z.record(z.string(), z.unknown()).optional(),
  /** True: only count and sample what would change. */
  dryRun: z.boolean().default(true),
  /** What the dry run counted; a bulk change that would touch another number is refused. */
  expectedCount: z.number().int().optional(),
});

function versionOf(request: Request): { version?: number } {
  const header = request.headers['if-match'];
  if (header === undefined) return {};
  const version = Number(header.replace(/^(W\/)?"?|"$/g, ''));
  if (!Number.isInteger(version)) throw new InvalidError('If-Match needs the version number of the record.');
  return { version };
}

/** REST of every entity of the catalogue: list, read, create, change, delete, restore, bulk. */
export const recordRoutes = defineRoutes({
  at: 'workspace',
  routes({ crm, catalogue }) {
    const gate = new ApprovalGate(crm, catalogue);
    const router = Router({ mergeParams: true });
    for (const entity of crm.store.entities.values())
      router.use(`/${entity.plural}`, routesOf(crm, entity, gate));
    return router;
  },
});

function routesOf(crm: CrmCore, entity: Entity, gate: ApprovalGate): Router {
  const router = Router({ mergeParams: true });
  const service = crm.records(entity);
  const id = (request: Request) => String(request.params.id);
  /** Of one record that there is. */
  const allow = async (scope: Scope, operation: 'update' | 'delete', recordId: string, values?: unknown) => {
    if (!(await gate.isAsked(scope.workspaceId, entity, operation))) return;
    const record = await service.get(scope, recordId);
    await gate.require(scope, entity, { operation, values, records: [record], count: 1 });
  };

  router.get('/', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const { filter, search, deleted, count, ...page } = validate(
      recordListSchema,
      request.query,
      'list request',
    );
    const matching = { ...listFilter(filter), ...(search && { search }), ...(deleted && { deleted }) };
    const [found, counted] = await Promise.all([
      service.find(scope, { ...matching, ...page }),
      count ? service.count(scope, matching) : undefined,
    ]);
    response.json({ ...found, ...(counted !== undefined && { count: counted }) });
  });
  router.get('/totals', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const { request: json } = validate(totalsQuerySchema, request.query, 'totals request');
    response.json(await service.totals(scope, jsonOf(json) as TotalsRequest));
  });
  router.post('/', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const values = fromJson(entity, request.body);
    await gate.require(scope, entity, { operation: 'create', values, records: [], count: 1 });
    response.status(201).json(await service.create(scope, values as never));
  });
  router.post('/bulk', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const bulk = validate(bulkSchema, request.body, 'bulk request');
    requireAccess(entity, scope, bulk.action);
    if (bulk.dryRun) {
      response.json(await dryRun(service, scope, bulk.filter, bulk.action));
      return;
    }
    const count = await service.count(scope, bulk.filter);
    if (bulk.expectedCount !== count) {
      throw new InvalidError(
        `This would touch ${count} ${entity.label.many}. Send expectedCount: ${count} to confirm.`,
      );
    }
    const { records } = (await gate.isAsked(scope.workspaceId, entity, bulk.action))
      ? await service.find(scope, { ...bulk.filter, limit: MOST_COMPARED })
      : { records: [] };
    await gate.require(scope, entity, { operation: bulk.action, values: bulk.patch, records, count });
    const change: BulkChange<Entity> =
      bulk.action === 'delete'
        ? { kind: 'delete' }
        : { kind: 'update', patch: fromJson(entity, bulk.patch ?? {}) as never };
    response.json(await bulkChange(service, { ...scope, groupId: newId() }, bulk.filter, change));
  });
  router.get('/:id', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const record = await service.get(scope, id(request), { withDeleted: request.query.deleted === 'all' });
    response.setHeader('ETag', `"${record.version}"`).json(record);
  });
  router.patch('/:id', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const values = fromJson(entity, request.body);
    await allow(scope, 'update', id(request), values);
    response.json(await service.update(scope, id(request), values as never, versionOf(request)));
  });
  router.delete('/:id', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    await allow(scope, 'delete', id(request));
    response.json(await service.delete(scope, id(request), versionOf(request)));
  });
  router.post('/:id/restore', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    response.json(await service.restore(scope, id(request), versionOf(request)));
  });
  refuseOtherMethods(router);
  return router;
}
