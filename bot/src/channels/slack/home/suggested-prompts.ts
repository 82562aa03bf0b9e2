/** What a person who opens the conversation might say; four at most. The manifest and Slack's assistant view show them. */
export const SUGGESTED_PROMPTS: ReadonlyArray<{ title: string; message: string }> = [
  { title: 'What closes this quarter?', message: 'What closes this quarter?' },
  { title: 'My open tasks', message: 'Show my open tasks' },
  { title: 'Prepare me for a call', message: 'Prepare me for my next call' },
  { title: 'What can you do?', message: 'What can you do?' },
];
