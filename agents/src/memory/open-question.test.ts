import { describe, expect, it } from 'vitest';
import type { OpenQuestion } from '../tool.ts';
import { chosenCall, questionAfter } from './open-question.ts';

const which: OpenQuestion = {
  id: 'q',
  text: 'Which contact do you mean by “Zoe”?',
  options: [
    { label: 'Zoe Costa', detail: 'Acme', value: 'c1' },
    { label: 'Zoe Rossi', value: 'c2' },
  ],
  argument: 'where.0.value',
  tool: 'update_contacts',
  args: { where: [{ field: 'id', op: 'eq', value: 'Zoe' }], set: { jobTitle: 'CIO' } },
};
const nothing = { calls: [], isChange: false, isLeft: false };

it('an option fills in the argument, or is a call of its own', () => {
  expect(chosenCall(which, 1)).toEqual({
    tool: 'update_contacts',
    args: { where: [{ field: 'id', op: 'eq', value: 'c2' }], set: { jobTitle: 'CIO' } },
  });
  expect(which.args.where).toEqual([{ field: 'id', op: 'eq', value: 'Zoe' }]);
  const call = { tool: 'undo_last', args: {} };
  expect(chosenCall({ ...which, options: [{ label: 'Undo', value: '', call }] }, 0)).toEqual(call);
  expect(chosenCall(which, 2)).toBeUndefined();
});

describe('a question that waits', () => {
  it('is answered by the call of an option, whichever way it was chosen', () => {
    const call = chosenCall(which, 0);
    const turn = { ...nothing, calls: call ? [call] : [], isChange: true };
    expect(questionAfter(which, turn, false)).toEqual({ status: 'answered', chosen: 0 });
  });

  it('is left by another change, and by words that want none of it', () => {
    const other = { tool: 'update_contacts', args: { contact: 'c3', set: {} } };
    expect(questionAfter(which, { ...nothing, calls: [other], isChange: true }, false)).toEqual({
      status: 'left',
    });
    expect(questionAfter(which, { ...nothing, isLeft: true }, false)).toEqual({ status: 'left' });
  });

  it('waits on through thanks and what only reads, and knows whether a list was shown since', () => {
    const talked = questionAfter(which, nothing, false);
    expect(talked).toEqual({ ...which, since: 'talk' });
    const listed = questionAfter(which, nothing, true);
    expect(listed).toEqual({ ...which, since: 'list' });
    expect(questionAfter(listed as OpenQuestion, nothing, false)).toEqual({ ...which, since: 'list' });
  });
});
