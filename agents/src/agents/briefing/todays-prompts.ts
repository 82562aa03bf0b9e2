/** Records by whose names things to say are made. */
interface Named {
  /** A viewer is offered questions only. */
  mayWrite: boolean;
  task?: string | undefined;
  deal?: string | undefined;
  company?: string | undefined;
  person?: string | undefined;
}

/** Longer ones do not read at a glance. */
const MOST_LETTERS = 80;
const MOST = 6;

/** A few things to say, about records that there are. */
export function todaysPrompts({ mayWrite, task, deal, company, person }: Named): string[] {
  const prompts = [
    company && `Prepare me for my call with ${company}`,
    deal && mayWrite && `Push the close date of ${deal} by a week`,
    person && mayWrite && `Remind me to call ${person} tomorrow at 10`,
    task && mayWrite && `Mark the task ${task} as done`,
    company && `What is new with ${company}?`,
    person && !mayWrite && `Show ${person}`,
    deal && !mayWrite && `Show the deal ${deal}`,
    (deal || company) && 'What closes this quarter?',
    (deal || company) && 'How many open deals do we have?',
  ];
  return prompts
    .filter((prompt): prompt is string => Boolean(prompt) && String(prompt).length <= MOST_LETTERS)
    .slice(0, MOST);
}
