/** A slash command. The manifest, the listeners and their answers all read this table. */
export interface SlackCommand {
  command: string;
  description: string;
  hint: string;
  /** What it says, with the text that was typed after it. */
  says(text: string): string;
  /** Without a text it opens the form that adds one of these, as people call it. */
  adds?: string;
  /** What it says without a text. */
  alone?: string;
}

export const COMMANDS: readonly SlackCommand[] = [
  {
    command: '/clianta',
    description: 'Ask Clianta anything',
    hint: 'What closes this quarter?',
    says: (text) => text,
    alone: 'What can you do?',
  },
  {
    command: '/contact',
    description: 'Open a contact, or add one',
    hint: 'Jane Doe',
    says: (text) => `Show the contact ${text}`,
    adds: 'contact',
  },
  {
    command: '/deal',
    description: 'Open a deal, or add one',
    hint: 'Northwind rollout',
    says: (text) => `Show the deal ${text}`,
    adds: 'deal',
  },
  {
    command: '/task',
    description: 'Add a task',
    hint: 'call Jane tomorrow at 10',
    says: (text) => `Add a task: ${text}`,
    adds: 'task',
  },
  {
    command: '/brief',
    description: 'Prepare for a call, or for the day',
    hint: 'Northwind',
    says: (text) => `Brief me on ${text}`,
    alone: '/today',
  },
  {
    command: '/pipeline',
    description: 'Show a pipeline, stage by stage',
    hint: 'Sales',
    says: (text) => `/pipeline ${text}`,
    alone: '/pipeline',
  },
];
