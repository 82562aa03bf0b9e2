import type { CannotByTool } from '../cannot.ts';

export const general: CannotByTool = {
  settings: {
    reply:
      'I cannot change this setting by talking; an admin finds it in the console, under Settings. I do change agents, approvals, budgets, schedules, webhooks and tokens.',
    suggestions: ['Who is in our team?', 'What can you do?'],
  },
  fields: {
    reply:
      'I cannot add or change fields: an admin does, in the console under Settings, Fields. Once there is one, I fill it, show it and find by it.',
    suggestions: ['What can you do?'],
  },
  printing: {
    reply:
      'I print nothing, and make no labels or letters. I can export the addresses as a sheet that your printer software takes.',
    suggestions: ['Export all customers as Excel', 'What can you do?'],
  },
  approvals: {
    reply:
      'Requests for approval are decided where they were asked, with their buttons or with yes or no. I can list those that wait for you.',
    suggestions: ['What waits for my approval?', 'What can you do?'],
  },
  integrations: {
    reply:
      'I cannot connect that. Slack, Teams and Discord are switched on by whoever runs Clianta; events go to any other system by a webhook.',
    suggestions: ['What is connected?', 'Send won deals to our ERP'],
  },
  profile: {
    reply:
      'What visitors of your website are told is changed by an admin in Settings, Visitors; I cannot change it from here yet.',
    suggestions: ['What do you know about our company?', 'What can you do?'],
  },
  weather: {
    reply: 'I do not know the weather: I know your CRM. I can list who you could visit in a city.',
    suggestions: ['Show my tasks for today', 'What can you do?'],
  },
  travel: {
    reply: 'I cannot book travel. I can make a task for it, and list the customers near where you are going.',
    suggestions: ['Remind me today to book the trip', 'What can you do?'],
  },
  food: {
    reply: 'I cannot order food or find restaurants. I can remember what a guest likes to eat.',
    suggestions: ['Remind me at noon to book a table', 'What can you do?'],
  },
  translate: {
    reply:
      'I cannot translate, and I understand English best. I can remember which language a customer speaks.',
    suggestions: ['What can you do?'],
  },
  news: {
    reply:
      'I cannot look things up on the internet. I know what is in your CRM: people, companies, deals and tasks.',
    suggestions: ["What's new with my accounts?", 'What can you do?'],
  },
  sums: {
    reply: 'I am no calculator for figures from outside. I can count and total what is in the CRM.',
    suggestions: ['Total of open deals by stage', 'What can you do?'],
  },
  writing: {
    reply: 'I do not write stories, jokes or essays. I can brief you on a customer in a few lines.',
    suggestions: ['What can you do?'],
  },
  code: {
    reply: 'I cannot write or explain programs or formulas. I can answer questions about your CRM.',
    suggestions: ['What can you do?'],
  },
  accounting: {
    reply:
      'I keep no books: no invoices, payments or taxes. I can total won deals, or remind you to send an invoice.',
    suggestions: ['How much did we win this month?', 'What can you do?'],
  },
  whatsapp: {
    reply:
      'I cannot write on WhatsApp or other messengers. I can send a text message or an e-mail once one is connected, or remind you to write.',
    suggestions: ['What is connected?', 'What can you do?'],
  },
  payroll: {
    reply:
      'I know nothing of salaries, holidays or staff files. I can tell who is in the team, and what is on their list.',
    suggestions: ['Who is in our team?', 'What can you do?'],
  },
  advice: {
    reply: 'I cannot advise on law, medicine or money. I can make a task to ask someone who can.',
    suggestions: ['Remind me tomorrow to ask our lawyer', 'What can you do?'],
  },
  devices: {
    reply:
      'I cannot control devices, music or the phone line. I can give you the number and remind you to call.',
    suggestions: ['Show my tasks for today', 'What can you do?'],
  },
  shopping: {
    reply: 'I cannot buy or order anything. I can make a task for it.',
    suggestions: ['Remind me tomorrow to order supplies', 'What can you do?'],
  },
};
