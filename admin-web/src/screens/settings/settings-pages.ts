import { type ComponentType, lazy } from 'react';

/** For whom a page is: the person alone; everybody, to look at, and admins to change; admins. */
type Audience = 'own' | 'all' | 'admin';

export interface SettingsPage {
  /** The end of its address: `/settings/team`. */
  path: string;
  label: string;
  about: string;
  audience: Audience;
  Content: ComponentType;
}

export interface SettingsGroup {
  label: string;
  pages: readonly SettingsPage[];
}

/** A page that is loaded when it is first looked at. */
const page = (
  path: string,
  label: string,
  about: string,
  audience: Audience,
  load: () => Promise<ComponentType>,
): SettingsPage => ({
  path,
  label,
  about,
  audience,
  Content: lazy(async () => ({ default: await load() })),
});

/** Every page of the settings, in the order of their navigation. The first that one may see is the one shown. */
const SETTINGS: readonly SettingsGroup[] = [
  {
    label: 'Workspace',
    pages: [
      page(
        'workspace',
        'Workspace',
        'How dates, amounts and reminders are written and understood.',
        'all',
        async () => (await import('./workspace-panel.tsx')).WorkspacePanel,
      ),
      page(
        'team',
        'Team',
        'Who is here, and what they may do in the chat of every channel and through the API.',
        'all',
        async () => (await import('./team-panel.tsx')).TeamPanel,
      ),
      page(
        'fields',
        'Custom fields',
        'Your own facts about records.',
        'all',
        async () => (await import('./custom-fields-panel.tsx')).CustomFieldsPanel,
      ),
      page(
        'tags',
        'Tags',
        'What records are marked with, and other names for it.',
        'all',
        async () => (await import('./tags-panel.tsx')).TagsPanel,
      ),
      page(
        'rates',
        'Exchange rates',
        'How amounts in other currencies are compared.',
        'all',
        async () => (await import('./rates-panel.tsx')).RatesPanel,
      ),
      page(
        'deals',
        'Deals',
        'What deals are lost on, and what stands on proposals.',
        'all',
        async () => (await import('./deals-page.tsx')).DealsPage,
      ),
      page(
        'lead-scoring',
        'Lead scoring',
        'What leads are scored by, whom you sell to, and who gets what comes in.',
        'all',
        async () => (await import('./lead-scoring-page.tsx')).LeadScoringPage,
      ),
      page(
        'service-levels',
        'Service levels',
        'How soon tickets are answered and solved.',
        'all',
        async () => (await import('./service-levels-page.tsx')).ServiceLevelsPage,
      ),
      page(
        'approvals',
        'Approvals',
        'What is shown before it is done, and who decides.',
        'all',
        async () => (await import('./approvals-page.tsx')).ApprovalsPage,
      ),
      page(
        'agents',
        'Agents',
        'What the agents can do, what they may, and what they cost.',
        'all',
        async () => (await import('./agents-page.tsx')).AgentsPage,
      ),
      page(
        'memory',
        'Memory',
        'What Clianta was told to remember, of whom, and from where.',
        'own',
        async () => (await import('./memory-panel.tsx')).MemoryPanel,
      ),
      page(
        'channels',
        'Channels',
        'The chats in which people talk to Clianta besides this page.',
        'all',
        async () => (await import('./channels-page.tsx')).ChannelsPage,
      ),
      page(
        'visitors',
        'Visitors',
        'What visitors of your website may be told, and the chat they have.',
        'all',
        async () => (await import('./visitors-page.tsx')).VisitorsPage,
      ),
      page(
        'website',
        'Website',
        'Whose visits are counted, and the code for your pages.',
        'all',
        async () => (await import('./tracking-panel.tsx')).TrackingPanel,
      ),
      page(
        'widget',
        'Chat widget',
        'The chat on pages of your own.',
        'admin',
        async () => (await import('./widget-panel.tsx')).WidgetPanel,
      ),
      page(
        'integrations',
        'Integrations',
        'Other systems that Clianta works with, such as Google.',
        'all',
        async () => (await import('./integrations-page.tsx')).IntegrationsPage,
      ),
      page(
        'webhooks',
        'Webhooks',
        'Other systems that are sent what happens here, and that send what happens there.',
        'admin',
        async () => (await import('./webhooks-page.tsx')).WebhooksPage,
      ),
      page(
        'mcp',
        'MCP',
        'Programs such as Claude that use Clianta, and tools of others that your agents use.',
        'all',
        async () => (await import('./mcp-page.tsx')).McpPage,
      ),
    ],
  },
  {
    label: 'You',
    pages: [
      page(
        'account',
        'Your account',
        'Your clock and language, and how you sign in.',
        'own',
        async () => (await import('./account-page.tsx')).AccountPage,
      ),
      page(
        'mailboxes',
        'Mailboxes',
        'What your mail is sent from, and whom none goes to.',
        'own',
        async () => (await import('./mailboxes-page.tsx')).MailboxesPage,
      ),
      page(
        'booking',
        'Booking',
        'When you can be met, and the pages where people outside book it.',
        'own',
        async () => (await import('./booking-page.tsx')).BookingPage,
      ),
      page(
        'accounts',
        'Linked accounts',
        'Where you talk to Clianta besides this page.',
        'own',
        async () => (await import('./linked-accounts-panel.tsx')).LinkedAccountsPanel,
      ),
      page(
        'requests',
        'Requests',
        'What you asked for, and how it was done.',
        'own',
        async () => (await import('./turns-panel.tsx')).TurnsPanel,
      ),
      page(
        'tokens',
        'API tokens',
        'Keys for scripts and other programs.',
        'own',
        async () => (await import('./tokens-panel.tsx')).TokensPanel,
      ),
    ],
  },
  {
    label: 'Data',
    pages: [
      page(
        'erasures',
        'Erasures',
        'People who asked to be forgotten: how far that is, and the proof of it.',
        'admin',
        async () => (await import('./erasures-panel.tsx')).ErasuresPanel,
      ),
    ],
  },
  {
    label: 'System',
    pages: [
      page(
        'health',
        'Health',
        'Whether everything works.',
        'all',
        async () => (await import('./system-panel.tsx')).SystemPanel,
      ),
      page(
        'schedules',
        'Schedules',
        'What is done by the clock, and when.',
        'all',
        async () => (await import('./schedules-panel.tsx')).SchedulesPanel,
      ),
      page(
        'work',
        'Background work',
        'What waits, and what failed.',
        'admin',
        async () => (await import('./work-panel.tsx')).WorkPanel,
      ),
    ],
  },
];

/** The pages that somebody sees. */
export function settingsFor(isAdmin: boolean): SettingsGroup[] {
  return SETTINGS.map((group) => ({
    ...group,
    pages: group.pages.filter(({ audience }) => isAdmin || audience !== 'admin'),
  })).filter(({ pages }) => pages.length > 0);
}

export function settingsPage(path: string): SettingsPage | undefined {
  return SETTINGS.flatMap(({ pages }) => pages).find((one) => one.path === path);
}
