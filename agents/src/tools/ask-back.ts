import type { ToolQuestion } from '../tool.ts';

/** Thrown by a tool that cannot go on without an answer; the tool runner turns it into a question to the user. */
export class AskBack extends Error {
  readonly question: ToolQuestion;

  constructor(question: ToolQuestion) {
    super(question.text);
    this.name = 'AskBack';
    this.question = question;
  }
}
