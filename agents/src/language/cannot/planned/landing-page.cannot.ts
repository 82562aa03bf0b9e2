import type { CannotByTool } from '../cannot.ts';

export const landingPage: CannotByTool = {
  create: {
    reply: 'I cannot build landing pages yet. I can make a task for whoever builds it.',
    suggestions: ['Remind me tomorrow about the landing page', 'Contacts by source', 'Contacts added today'],
  },
  edit: {
    reply: 'There are no landing pages yet to change. I can make a task for whoever looks after the page.',
    suggestions: ['Remind me tomorrow about the landing page', 'Contacts by source', 'Contacts added today'],
  },
  publish: {
    reply: 'There are no landing pages yet to publish or take down. I can make a task for it.',
    suggestions: ['Remind me tomorrow about the landing page', 'Contacts by source', 'Contacts added today'],
  },
  variants: {
    reply: 'I cannot test variants of a page yet. I can count contacts by their source.',
    suggestions: ['Contacts by source', 'Contacts added today'],
  },
  form: {
    reply: 'I cannot make forms yet. I can add the people who wrote to you.',
    suggestions: ['Contacts added today', 'Contacts by source'],
  },
  magnet: {
    reply: 'I cannot offer downloads yet. I can add and tag the people who asked for one.',
    suggestions: ['Contacts added today', 'Contacts by source'],
  },
  submissions: {
    reply: 'There are no forms yet, so nobody filled one in. I can list the contacts that were added lately.',
    suggestions: ['Contacts added today', 'Contacts by source'],
  },
  report: {
    reply: 'There are no landing pages yet to measure. I can count contacts by their source.',
    suggestions: ['Contacts by source', 'Contacts added today'],
  },
  search: {
    reply: 'There are no landing pages or forms yet. I can list contacts by their source.',
    suggestions: ['Contacts by source', 'Contacts added today'],
  },
};
