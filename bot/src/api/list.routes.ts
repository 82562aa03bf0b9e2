import type { Catalogue } from '@clianta/agents/catalogue';
import { filterInWords } from '@clianta/agents/language/filter-in-words';
import { spokenFilter, spokenValues } from '@clianta/agents/tools/spoken-filter';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { requireAccess } from '@clianta/crm-core/entity/access';
import type { SpokenEntity } from '@clianta/crm-core/entity/define-entity';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { InvalidError } from '@clianta/crm-core/errors';
import { Router } from 'express';
import type { z } from 'zod';
import type { ServerParts } from '../server-parts.ts';
import { askByCall } from './ask-by-call.ts';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { filterWordsSchema, proposalSchema } from './list.schema.ts';
import { listPaths } from './openapi/list-paths.ts';
import { refuseOtherMethods } from './other-methods.ts';

/** The conversation of each person in which what they do on lists is proposed. */
const THREAD = 'lists';

type ListProposal = z.output<typeof proposalSchema>;

/** The tool that makes one record of several. */
const MERGE = 'merge_records';
/** More are refused, so there is no need to name them. */
const MOST_NAMED = 10;
const SAID = { update: 'Change', delete: 'Delete', merge: 'Merge' } as const;

/** What lists of records ask the agents: a filter in words, and changes of many records as they are proposed in the chat. */
export const listRoutes = defineRoutes({
  at: 'workspace',
  paths: listPaths,
  routes(parts) {
    const { crm, catalogue } = parts;
    const router = Router({ mergeParams: true });

    router.post('/filters/read', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const { entity, text } = validate(filterWordsSchema, request.body, 'request');
      const kind = listed(catalogue, entity);
      requireAccess(kind, scope, 'read');
      response.json(await filterInWords(crm, catalogue, scope, kind, text));
    });

    router.post('/list-changes', async (request, response) => {
      const scope = await scopeOfRequest(crm, request, 'web');
      const proposal = validate(proposalSchema, request.body, 'proposal');
      const entity = listed(catalogue, proposal.entity);
      const { action } = proposal;
      requireAccess(entity, scope, action === 'merge' ? 'delete' : action);
      const { many } = entity.label;
      const tool = toolFor(catalogue, entity, action);
      if (!tool) throw new InvalidError(`Nothing changes many ${many} at once.`);
      const args =
        action === 'merge'
          ? await mergeArgs(crm, scope, entity, proposal)
          : await changeArgs(parts, scope, entity, proposal);
      const result = await askByCall(parts, scope, {
        thread: THREAD,
        text: `${SAID[action]} the chosen ${many}`,
        tool: tool.name,
        args,
      });
      response.status(201).json(result);
    });
    refuseOtherMethods(router);
    return router;
  },
});

function toolFor(catalogue: Catalogue, entity: SpokenEntity, action: ListProposal['action']) {
  if (action === 'merge') return entity.matchKeys && catalogue.tool(MERGE)?.tool;
  return [...catalogue.tools].find(({ tool }) => tool.entity === entity.name && tool.operation === action)
    ?.tool;
}

async function changeArgs(
  { crm, catalogue }: Pick<ServerParts, 'crm' | 'catalogue'>,
  scope: Scope,
  entity: SpokenEntity,
  { action, filter, set = {} }: ListProposal,
): Promise<Record<string, unknown>> {
  const { currency } = await crm.facts(scope.workspaceId);
  const terms = { entities: catalogue.entities, currency };
  return {
    ...spokenFilter(terms, entity, filter),
    ...(action === 'update' && { set: spokenValues(terms, entity, set) }),
  };
}

async function mergeArgs(
  crm: CrmCore,
  scope: Scope,
  entity: SpokenEntity,
  { filter, keepId, choices }: ListProposal,
): Promise<Record<string, unknown>> {
  const found = await crm.records(entity).ids(scope, filter);
  const ids = keepId ? [keepId, ...found.filter((id) => id !== keepId)] : found;
  if (ids.length < 2) throw new InvalidError(`Choose at least two ${entity.label.many} that are the same.`);
  return { of: entity.label.many, ids: ids.slice(0, MOST_NAMED), choices, ...(keepId && { keep: 'first' }) };
}

function listed(catalogue: Catalogue, name: string): SpokenEntity {
  const entity = catalogue.spoken.find((one) => one.name === name);
  if (!entity) throw new InvalidError(`There are no lists of “${name}”.`, { entity: 'is not listed' });
  return entity;
}
