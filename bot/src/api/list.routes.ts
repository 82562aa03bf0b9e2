import type { Catalogue } from '@clianta/agents/catalogue';
import { filterInWords } from '@clianta/agents/language/filter-in-words';
import { spokenFilter, spokenValues } from '@clianta/agents/tools/spoken-filter';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { requireAccess } from '@clianta/crm-core/entity/access';
import type { SpokenEntity } from '@clianta/crm-core/entity/define-entity';
import { filterSchema } from '@clianta/crm-core/entity/filter.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { validate } from '@clianta/crm-core/entity/validate';
import { InvalidError } from '@clianta/crm-core/errors';
import { Router } from 'express';
import { z } from 'zod';
import type { Inbound } from '../inbound.ts';
import { scopeOfRequest } from './authentication.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { turnResultOf } from './turn-result-of.ts';

/** The conversation of each person in which what they do on lists is proposed. */
const THREAD = 'lists';

export const filterWordsSchema = z.strictObject({
  /** The kind of record that is listed. */
  entity: z.string().min(1).max(60),
  text: z.string().trim().min(1).max(500),
});

export const proposalSchema = z.strictObject({
  entity: z.string().min(1).max(60),
  action: z.enum(['update', 'delete']),
  /** Of stored values, as the lists of REST take it. */
  filter: filterSchema.omit({ deleted: true }),
  /** Of an update: stored values by field, null to clear one. */
  set: z.record(z.string(), z.unknown()).optional(),
});

export interface ListRoutesOptions {
  crm: CrmCore;
  inbound: Inbound;
  catalogue: Catalogue;
}

/** What lists of records ask the agents: a filter in words, and changes of many records as they are proposed in the chat. */
export function listRoutes({ crm, inbound, catalogue }: ListRoutesOptions): Router {
  const router = Router({ mergeParams: true });

  router.post('/filters/read', async (request, response) => {
    const scope = await scopeOfRequest(crm, request);
    const { entity, text } = validate(filterWordsSchema, request.body, 'request');
    const kind = listed(catalogue, entity);
    requireAccess(kind, scope, 'read');
    response.json(await filterInWords(crm, catalogue, scope, kind, text));
  });

  router.post('/proposals', async (request, response) => {
    const scope = await scopeOfRequest(crm, request, 'web');
    const proposal = validate(proposalSchema, request.body, 'proposal');
    const entity = listed(catalogue, proposal.entity);
    requireAccess(entity, scope, proposal.action);
    const { currency } = await crm.facts(scope.workspaceId);
    const terms = { entities: catalogue.entities, currency };
    const { many } = entity.label;
    const said = proposal.action === 'update' ? `Change the chosen ${many}` : `Delete the chosen ${many}`;
    const tool = [...catalogue.tools].find(
      (owned) => owned.tool.entity === entity.name && owned.tool.operation === proposal.action,
    )?.tool;
    if (!tool) throw new InvalidError(`Nothing changes many ${many} at once.`);
    const args = {
      ...spokenFilter(terms, entity, proposal.filter),
      ...(proposal.action === 'update' && { set: spokenValues(terms, entity, proposal.set ?? {}) }),
    };
    const values = Object.fromEntries(
      Object.entries(args).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    );
    const place = { externalTeamId: scope.workspaceId, threadId: THREAD };
    const events = await inbound.ask(scope, place, {
      text: said,
      action: { kind: 'call', call: { tool: tool.name, values } },
      externalId: newId(),
    });
    const result: TurnResult = await turnResultOf(events);
    response.status(201).json(result);
  });
  refuseOtherMethods(router);
  return router;
}

function listed(catalogue: Catalogue, name: string): SpokenEntity {
  const entity = catalogue.spoken.find((one) => one.name === name);
  if (!entity) throw new InvalidError(`There are no lists of “${name}”.`, { entity: 'is not listed' });
  return entity;
}
