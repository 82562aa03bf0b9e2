import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { describe, expect, it } from 'vitest';
import type { RecordChange } from './audit-trail.ts';
import { Facts } from './facts.ts';
import { type Happened, judge } from './judge.ts';
import { readLanguageLines } from './language-line.schema.ts';

const entities = new Map([Contact, Company, Task, TeamMember].map((one) => [one.name, one]));
const records = {
  company: [{ _id: 'acme', name: 'Acme' }],
  contact: [
    { _id: 'ada', name: 'Ada Quist', companyId: 'acme', city: 'Rome' },
    { _id: 'ben', name: 'Ben Roe', city: 'Turin' },
  ],
};
const facts = Facts.from(entities as never, records as never);

const happened = (values: Partial<Happened> & { text?: string } = {}): Happened => ({
  reply: { text: values.text ?? '', cards: [] },
  isAsked: false,
  changes: [],
  before: facts,
  after: facts,
  ...values,
});
const written = (values: Partial<RecordChange>): RecordChange => ({
  entity: 'contact',
  id: 'ada',
  title: 'Ada Quist',
  change: 'updated',
  before: {},
  after: {},
  ...values,
});
const verdict = (one: Happened, expected: unknown) => {
  const [line] = readLanguageLines(JSON.stringify({ id: 'a1', text: '-', expect: expected }), 'test');
  return judge(one, line?.expect as never).verdict;
};

describe('the verdict on a sentence', () => {
  it('is right when the answer says what it should and nothing is written', () => {
    expect(verdict(happened({ text: 'Ada is in **Rome**.' }), { answer: ['Rome'] })).toBe('right');
    expect(verdict(happened({ text: 'Ada is in Turin.' }), { answer: ['Rome'] })).toBe('wrong answer');
  });

  it('is a wrong write as soon as one field is written that nobody named', () => {
    const expected = { writes: [{ of: 'contact', title: 'Ada Quist', set: { city: 'Milan' } }] };
    const good = written({ after: { city: 'Milan' } });
    expect(verdict(happened({ changes: [good] }), expected)).toBe('right');
    const poured = written({ after: { city: 'Milan', jobTitle: 'please' } });
    expect(verdict(happened({ changes: [poured] }), expected)).toBe('wrong write');
    const other = written({ id: 'ben', title: 'Ben Roe', after: { city: 'Milan' } });
    expect(verdict(happened({ changes: [good, other] }), expected)).toBe('wrong write');
  });

  it('is a wrong write where only an answer was wanted, and a wrong answer where it was only proposed', () => {
    const changes = [written({ change: 'deleted' })];
    expect(verdict(happened({ changes }), { answer: ['x'] })).toBe('wrong write');
    expect(verdict(happened({ proposed: changes }), { answer: ['x'] })).toBe('wrong answer');
  });

  it('tells a question, an honest refusal and not having understood from each other', () => {
    const question = happened({ text: 'Which contact do you mean?', isAsked: true });
    expect(verdict(question, { answer: ['x'] })).toBe('asked');
    expect(verdict(question, { asks: true })).toBe('right');
    expect(verdict(question, { asks: ['Ada Quist'] })).toBe('asked');
    const refusal = happened({ text: 'I cannot send e-mail yet.' });
    expect(verdict(refusal, { cannot: ['e-mail'] })).toBe('right');
    const puzzled = happened({ text: 'I did not understand “e-mail”.' });
    expect(verdict(puzzled, { cannot: ['e-mail'] })).toBe('puzzled');
    expect(verdict(refusal, { answer: ['done'] })).toBe('refused');
  });

  it('works lists and figures out from the records', () => {
    const shows = { shows: { of: 'contact', where: { 'company.title': 'Acme' } } };
    expect(verdict(happened({ text: 'Only Ada Quist.' }), shows)).toBe('right');
    expect(verdict(happened({ text: 'Ada Quist and Ben Roe.' }), shows)).toBe('wrong answer');
    const counts = { counts: { of: 'contact', by: 'city' } };
    expect(verdict(happened({ text: 'Rome: 1\nTurin: 1' }), counts)).toBe('right');
    expect(verdict(happened({ text: 'Rome: 2\nTurin: 1' }), counts)).toBe('wrong answer');
  });

  it('any of several outcomes is right', () => {
    expect(verdict(happened({ text: 'No.' }), [{ answer: ['yes'] }, { answer: ['no'] }])).toBe('right');
  });
});
