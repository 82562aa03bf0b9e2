import { describe, expect, it } from 'vitest';
import { profileAnswer } from './profile-answers.ts';

const profile = {
  about:
    'We make scheduling software for clinics. Our office is in Utrecht.\n\nData is stored in Frankfurt and backed up daily.',
  faq: [
    { question: 'Which countries do you ship to?', answer: 'We ship to Norway, Sweden and Denmark.' },
    { question: 'What are your opening hours?', answer: 'Monday to Friday, nine to five.' },
    { question: 'Do you offer a free trial?', answer: 'Yes, for 14 days, without a card.' },
  ],
};

describe('what a business profile says to a question', () => {
  it.each([
    ['do you ship to Norway?', 'We ship to Norway, Sweden and Denmark.'],
    ['when do you open', 'Monday to Friday, nine to five.'],
    ['is there a trial', 'Yes, for 14 days, without a card.'],
    ['where is my data stored', 'Data is stored in Frankfurt and backed up daily.'],
  ])('answers “%s” in its own words', (question, answer) => {
    expect(profileAnswer(profile, question).texts).toEqual([answer]);
  });

  it.each(['do you sell bicycles?', 'what is the weather', 'list all contacts', 'and?'])(
    'has nothing to say to “%s”',
    (question) => {
      expect(profileAnswer(profile, question).texts).toEqual([]);
    },
  );
});
