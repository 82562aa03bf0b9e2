import { missingAction } from './missing.ts';

export const sendEmail = missingAction('send_email', 'send an e-mail', 'an e-mail account', 'at_most_once');
