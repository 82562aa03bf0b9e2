import { z } from 'zod';
import { systemScope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import { pageOf } from '../../integrations/notion/page-of.ts';
import { upsertPage } from '../../integrations/notion/upsert-page.ts';
import { defineAction } from './action.ts';

/** A page for the record in the workspace's table at Notion; run again, or for the same record again, it is the same page. */
export const createNotionPage = defineAction({
  name: 'create_notion_page',
  input: z.strictObject({ text: z.string().max(2_000).default('') }),
  effect: 'outside',
  repeats: 'once',
  async lacks(crm, workspaceId) {
    const account = await crm.integrations.withFeature(systemScope(workspaceId), 'pages', 'notion');
    return account ? undefined : 'a Notion account';
  },
  words: () => 'create a Notion page',
  async run(_input, { crm, scope, entity, record }) {
    const system = systemScope(scope.workspaceId);
    const account = await crm.integrations.withFeature(system, 'pages', 'notion');
    if (!account)
      throw new ConflictError('Notion is not connected. An admin connects it under Settings, Integrations.');
    const connection = await crm.integrations.connection(scope.workspaceId, account.id);
    const page = pageOf(entity, record);
    const { url, isNew } = await upsertPage(connection, page);
    return { told: `${isNew ? 'made' : 'brought up to date'} the Notion page “${page.title}” (${url})` };
  },
});
