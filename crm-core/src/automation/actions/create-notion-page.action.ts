import { missingAction } from './missing.ts';

export const createNotionPage = missingAction(
  'create_notion_page',
  'create a Notion page',
  'a Notion account',
);
