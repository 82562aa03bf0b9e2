const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => ESCAPED[one] ?? one);

/** What Twilio is told to do, in its own markup. https://www.twilio.com/docs/voice/twiml */
export const TWIML = {
  nothing: '<?xml version="1.0" encoding="UTF-8"?><Response/>',
  hangUp: '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>',
  say: (text: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><Response><Pause length="1"/><Say>${escaped(text)}</Say></Response>`,
  play: (url: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><Response><Play>${escaped(url)}</Play></Response>`,
  answer: (text: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><Response><Message>${escaped(text)}</Message></Response>`,
} as const;
