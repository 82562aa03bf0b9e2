/** A shortcut of the message menu, or of the search field. The manifest and the listeners read this table. */
export interface SlackShortcut {
  callbackId: string;
  /** At most 24 characters. */
  name: string;
  description: string;
  type: 'message' | 'global';
  /** What its form adds, as people call it. */
  adds: string;
  /** What the form begins with, by argument, from the message that it was used on. */
  given?(message: { text: string; author?: string }): Record<string, string>;
}

export const SHORTCUTS: readonly SlackShortcut[] = [
  {
    callbackId: 'clianta_task_from_message',
    name: 'Make a task of this',
    description: 'Adds a task with the words of the message',
    type: 'message',
    adds: 'task',
    given: ({ text }) => {
      const [first = ''] = text.trim().split('\n');
      const isWhole = first === text.trim() && first.length <= 200;
      return { title: first.slice(0, 200), ...(!isWhole && { notes: text.slice(0, 2_900) }) };
    },
  },
  {
    callbackId: 'clianta_contact_from_message',
    name: 'Add as a contact',
    description: 'Adds a contact with what the message says about them',
    type: 'message',
    adds: 'contact',
    given: ({ text }) => {
      const email = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.exec(text)?.[0];
      const phone = /\+\d[\d\s().-]{6,18}\d/.exec(text)?.[0];
      const name = nameIn(text);
      return { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) };
    },
  },
  {
    callbackId: 'clianta_add_task',
    name: 'Add a task',
    description: 'Adds a task from anywhere in Slack',
    type: 'global',
    adds: 'task',
  },
];

/** Words in a row that are written as names are; the first of a sentence is one only with another. */
function nameIn(text: string): string | undefined {
  const found = /\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)+/u.exec(text);
  if (!found) return undefined;
  const words = found[0].split(' ');
  const isFirst = /(?:^|[.!?])\s*$/.test(text.slice(0, found.index));
  return (isFirst && words.length > 2 ? words.slice(1) : words).join(' ');
}
