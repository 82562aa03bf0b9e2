/** What is wrong with what the server was started with, for whoever runs it. Never a value: it may be a secret. */
export interface KeyProblem {
  /** Whose it is: "Slack", "Language model". */
  label: string;
  variables: readonly string[];
  /** What is wrong, and what to do. */
  problem: string;
}

/** What stands in examples in the place of a value. */
const PLACEHOLDERS =
  /^<.*>$|^\[.*\]$|^\{.*\}$|\.\.\.$|…|(?:^|[^a-z])your(?:[-_ ]|$)|change[-_ ]?me|replace[-_ ]?(?:me|this|with)|placeholder|insert[-_ ]|^(?:to[-_ ]?do|tbd|fixme|secret|password|token|key|api[-_ ]?key|dummy|example|none|null|undefined)$|x{5,}|\*{3,}/i;

/** Whether a value was copied from an example, and not replaced. */
export const isPlaceholder = (value: string): boolean => PLACEHOLDERS.test(value.trim());
