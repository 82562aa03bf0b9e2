/** How mails are pointed at, with whether all of them are meant. */
const WHICH: readonly string[] = [
  'all the emails from {of} {period} about {about}',
  'all the emails from {of} about {about}',
  'all emails from {of} {period}',
  'all emails about {about}',
  'every mail from {of} about {about} {period}',
  'the emails from {of} {period}',
];
const ONE: readonly string[] = [
  'the latest email about {about}',
  'the last email about {about}',
  'the newest mail about {about} from {of}',
  'the latest email from {of} about {about}',
  "{of}'s last email about {about}",
  "{of}'s mail about {about}",
];

export const forwardSayings: readonly string[] = [
  ...WHICH.map((mails) => [mails, ' {isAll=true}'] as const),
  ...ONE.map((mail) => [mail, ''] as const),
].flatMap(([mails, meant]) =>
  [
    `forward ${mails} to {to}`,
    `forward {to} ${mails}`,
    `send ${mails} on to {to}`,
    `pass ${mails} on to {to}`,
    `fwd ${mails} to {to}`,
  ].map((saying) => `${saying}${meant} {kind=forward}`),
);

const GONE: readonly string[] = [
  'all my emails from {from} from {period}',
  'all emails from {from} {period}',
  'all emails from {from} from {period}',
  'all my emails from {from}',
  'all mails from {from} of {period}',
  'the emails from {from} from {period}',
  'all emails about {about}',
  'all emails from {from} about {about}',
  'all emails about {about} from {from}',
  'all my emails from {period}',
  'the last email from {from} {newest=true}',
  'the latest email about {about} {newest=true}',
];

export const deleteSayings: readonly string[] = GONE.flatMap((mails) => {
  const [said = '', meant = ''] = mails.split(/(?= \{newest=)/);
  return [
    `delete ${said}`,
    `get rid of ${said}`,
    `throw away ${said}`,
    `remove ${said} from my inbox`,
    `erase ${said}`,
    `${said} need to be deleted`,
    `${said} can be deleted`,
    `${said} should go`,
  ].map((saying) => `${saying}${meant} {set.state=trash}`);
});

const HEADS: readonly string[] = [
  'send an email to {to}',
  'send {to} an email',
  'send a mail to {to}',
  'email {to}',
];
const BODIES: readonly string[] = [
  'saying {body}',
  'that says {body}',
  'with the text {body}',
  'with {body}',
];
const SUBJECTS: readonly string[] = [
  'titled {subject}',
  'with the subject {subject}',
  'with the title {subject}',
  'called {subject}',
  'and title it {subject}',
  'and use the subject {subject}',
  'and call it {subject}',
];

/** A mail whose words were given as they are. */
export const verbatimSayings: readonly string[] = HEADS.flatMap((head) =>
  BODIES.flatMap((body) => [
    `${head} ${body}`,
    ...SUBJECTS.flatMap((subject) => [
      `${head} ${body} ${subject}`,
      `${head} ${subject} ${body}`,
      `${head} ${subject} and ${body}`,
    ]),
  ]),
);

const ANSWERED: readonly string[] = [
  "{of}'s last email about {about}",
  "{of}'s email about {about}",
  'the last email from {of} about {about}',
  'the email from {of} about {about}',
  "{of}'s last email",
  'the last email about {about}',
];

/** An answer whose words were given as they are. */
export const replySayings: readonly string[] = ANSWERED.flatMap((mail) =>
  [
    `reply to ${mail} with {body}`,
    `reply to ${mail} saying {body}`,
    `reply {body} to ${mail}`,
    `answer ${mail} with {body}`,
    `respond to ${mail} with {body}`,
    `get back to ${mail} with {body}`,
    `write back to ${mail} saying {body}`,
  ].map((saying) => `${saying} {kind=reply}`),
);
