import { missingAction } from './missing.ts';

export const sendSms = missingAction(
  'send_sms',
  'send a text message',
  'a text message service',
  'at_most_once',
);
