import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { campaignSayings } from './campaign.sayings.ts';
import { campaignReport } from './campaign-report.tool.ts';
import { pauseCampaignTool } from './pause-campaign.tool.ts';
import { previewCampaignTool } from './preview-campaign.tool.ts';
import { saveCampaign } from './save-campaign.tool.ts';
import { searchCampaigns } from './search-campaigns.tool.ts';
import { sendCampaign } from './send-campaign.tool.ts';
import { suppressContacts } from './suppress-contacts.tool.ts';
import { testCampaign } from './test-campaign.tool.ts';

const tools = [
  searchCampaigns,
  saveCampaign,
  previewCampaignTool,
  testCampaign,
  sendCampaign,
  pauseCampaignTool,
  campaignReport,
  suppressContacts,
];

export const campaignAgent = defineAgent({
  name: 'campaignAgent',
  description:
    'E-mail campaigns: one mail to many people at once (mailings, newsletters, announcements): drafts them, says who gets them and who not, tests, sends, stops and measures them.',
  instructions: `You look after e-mail campaigns: one mail to many people. A mailing, newsletter, blast or announcement to a group is a
draft made by save_campaign, with whom it is for in the person's own words. Never make up facts, prices, dates or links in its text:
what nobody has said stands in square brackets and is asked for. Nothing goes out without send_campaign, which asks. "Stop" is
pause_campaign at once. A mail to one person is not a campaign.`,
  tools,
  examples: [
    'A launch campaign for A-grade leads',
    'Who is left out, and why?',
    'Test it on me',
    'How did it do against the last?',
  ],
  sayings: sayingsOf(tools, campaignSayings),
});
