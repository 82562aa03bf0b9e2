/** What people type after a slash. */
interface CommandOption {
  name: string;
  description: string;
  kind: 'text' | 'flag' | 'role';
  isRequired?: boolean;
  /** Typing it, people are shown records of this kind, `any` for all, by their names. */
  suggests?: string;
}

/** What a command does with what was typed, by the names of its options. */
type CommandEffect =
  /** It is a message. */
  | { kind: 'say'; words(typed: Readonly<Record<string, string>>): string }
  /** It opens a record of a kind, or the form that adds one. */
  | { kind: 'record'; noun: string }
  | { kind: 'link' }
  | { kind: 'connect' };

export interface SlashCommand {
  name: string;
  description: string;
  options: readonly CommandOption[];
  effect: CommandEffect;
  /** For those who manage the server, and nowhere but there. */
  isForManagers?: boolean;
}

/** Opens one of a kind by its name, or adds one. */
function recordCommand(noun: string): SlashCommand {
  return {
    name: noun,
    description: `Open a ${noun}, or add a new one`,
    options: [
      { name: 'name', description: `Which ${noun}`, kind: 'text', suggests: noun },
      { name: 'new', description: `Add a new ${noun}`, kind: 'flag' },
    ],
    effect: { kind: 'record', noun },
  };
}

const code = {
  name: 'code',
  description: 'The code from Settings, Linked accounts',
  kind: 'text',
  isRequired: true,
} as const;
const role = (name: string, description: string) => ({ name, description, kind: 'role' }) as const;

/** The slash commands there are; registering, answering and completing all read them here. */
export const commands: readonly SlashCommand[] = [
  {
    name: 'clianta',
    description: 'Ask or tell Clianta anything',
    options: [{ name: 'say', description: 'What you want to say', kind: 'text', isRequired: true }],
    effect: { kind: 'say', words: ({ say = '' }) => say },
  },
  recordCommand('contact'),
  recordCommand('deal'),
  recordCommand('task'),
  {
    name: 'brief',
    description: 'Your day, or a brief on somebody or something',
    options: [{ name: 'about', description: 'Whom or what', kind: 'text', suggests: 'any' }],
    effect: { kind: 'say', words: ({ about }) => (about ? `Brief me on ${about}` : '/today') },
  },
  {
    name: 'pipeline',
    description: 'The pipeline as it stands',
    options: [{ name: 'name', description: 'Which pipeline; without one, yours', kind: 'text' }],
    effect: { kind: 'say', words: ({ name }) => `/pipeline${name ? ` ${name}` : ''}` },
  },
  {
    name: 'link',
    description: 'Link your Discord account with your account in Clianta',
    options: [code],
    effect: { kind: 'link' },
  },
  {
    name: 'connect',
    description: 'Connect this server with a workspace of Clianta',
    options: [
      code,
      role('viewer', 'Who has this role may look, and no more'),
      role('member', 'Who has this role may do what a member may'),
      role('admin', 'Who has this role may do what an admin may'),
    ],
    effect: { kind: 'connect' },
    isForManagers: true,
  },
];

export function commandNamed(name: string): SlashCommand | undefined {
  return commands.find((command) => command.name === name);
}
