import { Campaign } from '@clianta/crm-core/marketing/campaign/campaign.schema';
import { searchTool } from '../../tools/search-tool.ts';

export const searchCampaigns = {
  ...searchTool(
    Campaign,
    'Lists or counts e-mail campaigns (mailings, newsletters) by name, status (draft, scheduled, running, paused, finished), when they started, or owner.',
  ),
  slash: { command: 'campaigns' },
};
