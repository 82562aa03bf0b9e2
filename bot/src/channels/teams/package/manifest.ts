/** Of the manifest's schema; the newest that tenants take without being asked to preview anything. */
const VERSION = '1.19';

export interface ManifestOptions {
  /** Where people reach Clianta: `https://crm.example.com`. */
  url: string;
  /** Application (client) id of the bot. */
  appId: string;
  /** Pages of whoever runs Clianta; its own address without them. */
  privacyUrl?: string | undefined;
  termsUrl?: string | undefined;
}

const COMMANDS = [
  ['help', 'What I can do'],
  ['What is on today?', 'Tasks, meetings and what waits for you'],
  ['Show my open deals', 'Deals that you look after'],
  ['Show my open tasks', 'What you have to do'],
  ['Brief me on ', 'Everything about a company, a person or a deal'],
] as const;

/** The app as Teams installs it. */
export function teamsManifest({ url, appId, privacyUrl, termsUrl }: ManifestOptions) {
  const { hostname, origin } = new URL(url);
  const commandLists = (scopes: string[], commands: ReadonlyArray<readonly [string, string]>) => ({
    scopes,
    commands: commands.map(([title, description]) => ({ title: title.trim(), description })),
  });
  return {
    $schema: `https://developer.microsoft.com/json-schemas/teams/v${VERSION}/MicrosoftTeams.schema.json`,
    manifestVersion: VERSION,
    version: '1.0.0',
    id: appId,
    developer: {
      name: 'Clianta',
      websiteUrl: origin,
      privacyUrl: privacyUrl ?? origin,
      termsOfUseUrl: termsUrl ?? origin,
    },
    name: { short: 'Clianta', full: 'Clianta, the CRM you talk to' },
    description: {
      short: 'The CRM you talk to: contacts, companies, deals and tasks.',
      full: 'Ask Clianta about your contacts, companies, deals and tasks, in a private chat or by mentioning it in a channel. It finds, creates and changes records in your own Clianta workspace, prepares you for calls, and asks before it deletes anything, changes many records or sends something outside.',
    },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#0A6B5C',
    bots: [
      {
        botId: appId,
        scopes: ['personal', 'team', 'groupChat'],
        supportsFiles: true,
        isNotificationOnly: false,
        commandLists: [commandLists(['personal'], COMMANDS), commandLists(['team', 'groupChat'], COMMANDS)],
      },
    ],
    composeExtensions: [
      {
        botId: appId,
        commands: [
          {
            id: 'findRecord',
            type: 'query',
            title: 'Records',
            description: 'Find a contact, company, deal or task and insert it',
            initialRun: true,
            context: ['compose', 'commandBox'],
            parameters: [
              { name: 'query', title: 'Name', description: 'A part of the name', inputType: 'text' },
            ],
          },
        ],
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [hostname],
  };
}
