import { z } from 'zod';
import { InvalidError } from '../../errors.ts';
import { apiKey, defineIntegration } from '../layer/define-integration.ts';
import { dataSourceSchema, ID_PROPERTY } from './data-source.ts';
import { erasePages } from './erase-pages.ts';
import { syncPages } from './sync-pages.ts';

const env = z.object({
  NOTION_API_URL: z.url().optional().describe('Another address of Notion’s API, for tests.'),
});

/** Pinned: later versions say other things by the same words. */
const VERSION = '2025-09-03';
/** Pages for records, in a data source (a table) that an admin has chosen. */
export const notion = defineIntegration({
  name: 'notion',
  title: 'Notion',
  env,
  needs: [],
  auth: apiKey({
    fields: z.object({
      key: z
        .string({ error: 'is missing' })
        .trim()
        .min(1, 'is missing')
        .meta({ label: 'Integration secret' }),
      dataSource: z
        .string({ error: 'is missing' })
        .trim()
        .regex(/^[0-9a-f-]{32,36}$/i, 'is not the id of a data source')
        .meta({ label: 'Data source id (Notion: the table’s menu, Manage data sources, Copy id)' }),
    }),
    headers: ({ key = '' }) => ({ authorization: `Bearer ${key}`, 'notion-version': VERSION }),
    details: ({ dataSource = '' }) => ({ dataSource }),
    async identify({ values, call }) {
      const found = (await call({ path: `/v1/data_sources/${values.dataSource}` })).json(dataSourceSchema);
      const name = found.title.map((one) => one.plain_text).join('') || 'A table';
      if (found.properties[ID_PROPERTY]?.type !== 'rich_text')
        throw new InvalidError(
          `“${name}” has no text property “${ID_PROPERTY}”, by which pages are found again. Add it in Notion, then connect it.`,
        );
      return { accountId: found.id, name };
    },
  }),
  bases: ({ NOTION_API_URL }) => ({ api: NOTION_API_URL ?? 'https://api.notion.com' }),
  // https://developers.notion.com/reference/request-limits
  limits: { calls: { calls: 3, perMs: 1_000 } },
  // what they are busy with, they say so
  isThrottled: ({ status }) => status === 529,
  async health({ crm, credential, call }) {
    const { details } = await crm.integrations.store.read(credential.workspaceId, credential.id);
    (await call({ path: `/v1/data_sources/${details?.dataSource}` })).json(dataSourceSchema);
  },
  erase: erasePages,
  features: {
    pages: {
      title: 'Notion pages',
      about:
        'Workflows make a page for a record, and keep it up to date; what you change in columns named like its fields comes back.',
      scopes: [],
      of: 'workspace',
      sync: { everyMs: 15 * 60_000, streams: () => ['pages'], run: syncPages },
    },
  },
});
