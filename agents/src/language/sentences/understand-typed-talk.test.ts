import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Activities, facts and regrets in passing. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  [
    "just got off the phone with priya raman, she's happy to renew",
    "contactAgent log_activity: type=call; contact=@Priya Raman; subject=she's happy to renew",
  ],
  [
    'log meeting with globex today, discussed pricing and rollout plan',
    'contactAgent log_activity: type=meeting; company=@Globex; at=2026-03-10T12:00:00+01:00; subject=discussed pricing and rollout plan',
  ],
  [
    "note on liam o'connor - prefers whatsapp over email",
    'contactAgent log_activity: type=note; contact=@Liam O’Connor; subject=prefers whatsapp over email',
  ],
  [
    'add a note to it: waiting for security review',
    'contactAgent log_activity: type=note; deal=@Contoso rollout; subject=waiting for security review',
  ],
  [
    'log that i called her this morning and left a voicemail',
    'contactAgent log_activity: type=note; contact=@Jane Doe; subject=i called her this morning and left a voicemail',
  ],
  [
    'emailed tom becker the contract yesterday',
    'contactAgent log_activity: type=email; contact=@Tom Becker; at=2026-03-09T12:00:00+01:00; subject=the contract',
  ],
  [
    'Please log a call with Sofia Marchetti from last Friday: she asked for a discount',
    'contactAgent log_activity: type=call; contact=@Sofia Marchetti; at=2026-03-06T12:00:00+01:00; subject=she asked for a discount',
  ],
  [
    'log call hiro sato no answer',
    'contactAgent log_activity: type=call; contact=@Hiro Sato; subject=no answer',
  ],
  [
    'met nina petrova for coffee, introduced me to their cfo',
    'contactAgent log_activity: type=meeting; contact=@Nina Petrova; subject=introduced me to their cfo',
  ],
  [
    'log that Zebulon Pike called about pricing',
    'contactAgent log_activity: type=note; contact=Zebulon Pike; subject=Zebulon Pike called about pricing',
  ],
  ['actually that was a mistake, undo', 'generalAgent undo_last'],
  ['oops wrong one, undo please', 'generalAgent undo_last'],
  ['wait, undo that', 'generalAgent undo_last'],
  ['sorry, my bad, can you revert that?', 'generalAgent undo_last'],
  ['undo the last change', 'generalAgent undo_last'],
  ['no no, put it back the way it was', 'generalAgent undo_last'],
  ["that's wrong, take it back", 'generalAgent undo_last'],
  ['please roll that back', 'generalAgent undo_last'],
  ["ah crap, i didn't mean to do that. undo", 'generalAgent undo_last'],
  [
    'remember: contoso needs a PO number on every invoice',
    'memoryAgent remember: fact=Contoso needs a PO number on every invoice; about=@Contoso',
  ],
  [
    'please keep in mind that Ana Ruiz is off on fridays',
    'memoryAgent remember: fact=Ana Ruiz is off on fridays; about=@Ana Ruiz',
  ],
  [
    'for future reference, globex only pays by bank transfer',
    'memoryAgent remember: fact=Globex only pays by bank transfer; about=@Globex',
  ],
  [
    "remember she's allergic to nuts",
    'memoryAgent remember: fact=Jane Doe is allergic to nuts; about=@Jane Doe',
  ],
  [
    'hey just so you know, I prefer amounts in dollars',
    'memoryAgent remember: fact=I prefer amounts in dollars; about=me',
  ],
  [
    'forget that globex only pays by bank transfer',
    'memoryAgent forget: about=@Globex; text=only pays by bank',
  ],
  [
    'no, Bob prefers afternoons, not mornings',
    'memoryAgent correct_memory: fact=Bob prefers afternoons, not mornings; about=@Bob Tanaka',
  ],
  [
    "don't forget that our fiscal year starts in July",
    'memoryAgent remember: fact=Our fiscal year starts in July',
  ],
  [
    'spoke to ana ruiz about the renewal, she needs board approval',
    'contactAgent log_activity: type=call; contact=@Ana Ruiz; subject=Call about the renewal, she needs board approval',
  ],
  [
    'log lunch with peter vogel last thursday, talked about expansion',
    'contactAgent log_activity: type=meeting; contact=@Peter Vogel; at=2026-03-05T12:00:00+01:00; subject=talked about expansion',
  ],
  [
    'sent an email to hiro sato yesterday with the api docs',
    'contactAgent log_activity: type=email; contact=@Hiro Sato; at=2026-03-09T12:00:00+01:00; subject=with the api docs',
  ],
  ['my mistake, undo that last one please', 'generalAgent undo_last'],
  ['oh no, please take that back!', 'generalAgent undo_last'],
  ["hold on, that's not what i meant. undo it", 'generalAgent undo_last'],
  [
    'keep in mind hiro sato only speaks japanese and english',
    'memoryAgent remember: fact=Hiro sato only speaks japanese and english; about=@Hiro Sato',
  ],
  [
    'remember our fiscal year ends in june, and that contoso is our biggest account',
    'memoryAgent remember: fact=Our fiscal year ends in june, and that contoso is our biggest account; about=@Contoso',
  ],
  [
    'log call with bob tanaka: no budget till july. move initech onboarding to lost, reason budget freeze',
    'contactAgent log_activity: type=call; contact=@Bob Tanaka; subject=no budget till july',
    'dealAgent close_deal: deal=@Initech onboarding; outcome=lost; reason=budget freeze',
  ],
];

describe('what happened and what is to be kept in mind', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
