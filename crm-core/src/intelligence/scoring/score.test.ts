import { describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../lead-rules/lead-rules.schema.ts';
import { intentOf, type Signal } from './intent.ts';
import { mailKindOf } from './mail-domain.ts';
import { type ScoreInput, scoreOf } from './score.ts';
import { seniorityOf } from './seniority.ts';

const BERLIN = 'Europe/Berlin';
const at = (day: string, time = '10:00') => new Date(`2026-10-${day}T${time}:00+02:00`);
const signal = (type: Signal['type'], day: string, subject = '', time?: string): Signal => ({
  type,
  subject,
  at: at(day, time),
});

const profile = {
  industries: ['Software'],
  employeesFrom: 50,
  employeesTo: 500,
  countries: ['Germany'],
  titles: ['Purchasing'],
};
const ideal = {
  contact: { email: 'ada@acme.de', phone: '+49301234', jobTitle: 'CTO', companyId: 'c', country: undefined },
  company: { name: 'Acme', industry: 'software', employees: 120, country: 'Germany' },
  profile,
  rules: DEFAULT_RULES,
  signals: [],
  adjustment: undefined,
  now: at('05'),
  timeZone: BERLIN,
} as unknown as ScoreInput;

describe('intent', () => {
  it('fades by two at each local midnight, and is nothing below ten', () => {
    const form = [signal('form', '05')];
    const points = (day: string) => intentOf(form, DEFAULT_RULES, at(day, '00:01'), BERLIN).points;
    expect(['06', '10', '11'].map(points)).toEqual([18, 10, 0]);
    expect(intentOf(form, DEFAULT_RULES, at('05', '23:59'), BERLIN).points).toBe(20);
  });

  it('counts the same sign once a day, by the local day', () => {
    const opened = ['08:00', '23:30'].map((time) => signal('emailOpen', '05', 'Autumn', time));
    const now = at('05', '23:59');
    expect(intentOf(opened, DEFAULT_RULES, now, BERLIN).points).toBe(3);
    expect(
      intentOf([...opened, signal('emailOpen', '05', 'Winter')], DEFAULT_RULES, now, BERLIN).points,
    ).toBe(6);
    // an hour later it is another day in Berlin
    const next = { ...opened[1], at: new Date('2026-10-05T22:30:00Z') } as Signal;
    const form = signal('form', '05', '', '07:00');
    expect(
      intentOf([form, ...opened, next], DEFAULT_RULES, new Date('2026-10-05T23:00:00Z'), BERLIN).points,
    ).toBe(20 + 3 - 2 + 3);
  });

  it('forgets what had become nothing, and leaves alone what is still to come', () => {
    const { points, earned } = intentOf(
      [signal('pageView', '01'), signal('demoRequest', '05'), signal('form', '20')],
      DEFAULT_RULES,
      at('05'),
      BERLIN,
    );
    expect(points).toBe(50);
    expect([...earned]).toEqual([['demoRequest', { points: 50, count: 1 }]]);
  });
});

describe('a score', () => {
  it('is 60 for the best fit alone and 100 with the most intent', () => {
    expect(scoreOf(ideal)).toMatchObject({ fit: 100, intent: 0, score: 60, grade: 'C' });
    const eager = { ...ideal, signals: [signal('demoRequest', '05'), signal('demoRequest', '05', 'again')] };
    expect(scoreOf(eager)).toMatchObject({ intent: 100, score: 100, grade: 'A' });
  });

  it('says of what is not known that it is not, and earns nothing by it', () => {
    const { fit, factors } = scoreOf({ ...ideal, profile: undefined, company: undefined });
    expect(fit).toBe(20 + 10 + 5);
    expect(factors.filter(({ isKnown }) => !isKnown).map(({ key }) => key)).toEqual([
      'industry',
      'size',
      'country',
    ]);
  });

  it('takes points for a throw-away address, and never falls below zero', () => {
    const contact = { email: 'x@mailinator.com' } as never;
    const { fit, score, factors } = scoreOf({ ...ideal, contact, company: undefined });
    expect([fit, score]).toEqual([0, 0]);
    expect(factors.reduce((total, { points }) => total + points, 0)).toBe(0);
  });

  it('has factors that add up to it, whatever the rules', () => {
    const titles = ['CTO', 'Engineer', undefined, 'Purchasing'];
    for (let share = 0; share <= 10; share++)
      for (const jobTitle of titles)
        for (const points of [-40, 0, 3, 90]) {
          const { score, factors } = scoreOf({
            ...ideal,
            contact: { ...ideal.contact, jobTitle: jobTitle as string },
            rules: { ...DEFAULT_RULES, fitShare: share / 10, industry: 17, click: 7 },
            signals: [
              signal('click', '01'),
              signal('form', '03'),
              signal('demoRequest', '05'),
              signal('demoRequest', '05', 'b'),
            ],
            adjustment: points ? { points, reason: 'Set by hand', byId: 'u' } : undefined,
          });
          expect(factors.reduce((total, factor) => total + factor.points, 0)).toBe(score);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(100);
        }
  });
});

it('reads how much a job title decides', () => {
  const titles = [
    'Chief Technology Officer',
    'VP Sales',
    'Head of IT',
    'Office manager',
    'Engineer',
    'Student',
    '',
  ];
  expect(titles.map(seniorityOf)).toEqual([1, 0.9, 0.8, 0.5, 0.25, 0, undefined]);
});

it('tells a company mailbox from a personal and a throw-away one', () => {
  const mails = ['a@acme.example', 'a@gmail.com', 'a@mail.mailinator.com', 'nobody', undefined];
  expect(mails.map(mailKindOf)).toEqual(['company', 'personal', 'throw-away', undefined, undefined]);
});
