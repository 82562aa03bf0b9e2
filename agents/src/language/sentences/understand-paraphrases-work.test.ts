import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const focus = [
  aFocus('opportunity', 'Contoso rollout'),
  aFocus('contact', 'Jane Doe'),
  aFocus('company', 'Northwind'),
];

/** Written apart from the grammar to measure it, then kept: how sales people type. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['trash all leads with grade F', 'contactAgent delete_contacts: leadGrade eq F'],
  [
    'remind me to ping Sofia next Thursday afternoon',
    'taskAgent create_task: title=Ping Sofia; contact=@Sofia Marchetti; due=2026-03-19T14:00:00+01:00; remind=2026-03-19T14:00:00+01:00',
  ],
  [
    'set a reminder for tomorrow 8:30 to review the forecast',
    'taskAgent create_task: title=Review the forecast; due=2026-03-11T08:30:00+01:00; remind=2026-03-11T08:30:00+01:00',
  ],
  [
    'i have to send Omar the contract by friday',
    'taskAgent create_task: title=Send Omar the contract; contact=@Omar Haddad; due=2026-03-13T17:00:00+01:00',
  ],
  [
    'task for Ines: update pricing sheet, due monday',
    'taskAgent create_task: title=Update pricing sheet; assignee=@Ines Prado; due=2026-03-16T09:00:00+01:00',
  ],
  [
    'need to call Ana this afternoon',
    'taskAgent create_task: title=Call Ana; contact=@Ana Ruiz; due=2026-03-10T14:00:00+01:00; type=call',
  ],
  [
    'what do I have to do today',
    'taskAgent search_tasks: due gte 2026-03-10T00:00:00+01:00 & due lt 2026-03-11T00:00:00+01:00 & assignee eq me & status ne completed',
  ],
  ['anything overdue?', 'taskAgent search_tasks: due lt now & status ne completed'],
  [
    'what does Carlos have on for next week',
    'taskAgent search_tasks: assignee eq @Carlos Vega & due gte 2026-03-16T00:00:00+01:00 & due lt 2026-03-23T00:00:00+01:00 & status ne completed',
  ],
  [
    'show done tasks from yesterday',
    'taskAgent search_tasks: status eq completed & completed gte 2026-03-09T00:00:00+01:00 & completed lt 2026-03-10T00:00:00+01:00',
  ],
  ["I'm done with the Fabrikam slides", 'taskAgent complete_tasks: task=@Prepare Fabrikam slides'],
  [
    'postpone the Contoso quote to Wednesday',
    'taskAgent update_tasks: task=@Send Contoso quote; set={due: 2026-03-11T09:00:00+01:00}',
  ],
  [
    'spoke with Hiro this morning - wants a second demo next week',
    'contactAgent log_activity: type=call; contact=@Hiro Sato; at=2026-03-10T09:00:00+01:00; subject=wants a second demo next week',
  ],
  [
    "just had lunch with Sofia, she's happy with the pilot",
    "contactAgent log_activity: type=meeting; contact=@Sofia Marchetti; subject=she's happy with the pilot",
  ],
  [
    'jot down that Globex is moving offices in May',
    'contactAgent log_activity: type=note; company=@Globex; subject=Globex is moving offices in May',
  ],
  [
    'note for Jane Okafor: likes tennis',
    'contactAgent log_activity: type=note; contact=@Jane Okafor; subject=likes tennis',
  ],
  [
    "don't forget Omar hates phone calls",
    'memoryAgent remember: fact=Omar hates phone calls; about=@Omar Haddad',
  ],
  ['what have I told you about Omar', 'memoryAgent recall: about=@Omar Haddad'],
  ['anything we know about Fabrikam?', 'companyAgent get_company: company=@Fabrikam'],
  ['please forget everything about Omar', 'memoryAgent forget: about=@Omar Haddad'],
  ["what's the story with Globex", 'briefingAgent summarize_timeline: company=@Globex'],
  ['give me the history of the Fabrikam renewal', 'briefingAgent summarize_timeline: deal=@Fabrikam renewal'],
  ["prep for tomorrow's meeting with Fabrikam", 'plan meeting_prep: {company: @Fabrikam, occasion: meeting}'],
  [
    "i'm meeting Grace in 10 minutes, what do i need to know",
    'plan meeting_prep: {contact: @Grace Lindqvist, occasion: meeting}',
  ],
  ['take that back', 'generalAgent undo_last'],
  ['oops, undo', 'generalAgent undo_last'],
  ["why'd you do that", 'generalAgent explain_last_turn'],
  ['what did you change just now', 'generalAgent explain_last_turn'],
  ['what are the stages of the sales pipeline', 'pipelineAgent list_pipelines: pipeline=@Sales'],
  [
    'add another stage called Pilot between Discovery and Proposal',
    'pipelineAgent change_stages: add={name: Pilot, after: Discovery}',
  ],
  ['drop the stage Discovery', 'pipelineAgent change_stages: remove=Discovery'],
  ['set up a new funnel for Upsell with 4 steps', 'pipelineAgent create_pipeline: name=Upsell; stageCount=4'],
  ['how do our stages convert', 'pipelineAgent stage_conversion'],
  ['where do deals get stuck', 'pipelineAgent stage_conversion'],
  ['are there any duplicates', 'hygieneAgent find_duplicates'],
  ['what can I ask you', 'generalAgent help'],
  ['who else is on the team', 'generalAgent workspace_facts: about=team'],
  [
    'show tasks for Contoso and deals for Contoso',
    'taskAgent search_tasks: company eq @Contoso & status ne completed',
    'dealAgent search_deals: company eq @Contoso',
  ],
  [
    'add Rita Moss at Globex and tag her vip',
    'contactAgent create_contact: name=Rita Moss; company=@Globex',
    'contactAgent update_contacts: contact=Rita Moss; addTags=[vip] (after)',
  ],
  [
    'create a 15k deal with Litware, move it to proposal and remind me next week to follow up',
    'dealAgent create_deal: amount=15000; company=@Litware',
    'dealAgent move_deal: deal=Litware; stage=Proposal (after)',
    'taskAgent create_task: title=Follow up; due=2026-03-16T09:00:00+01:00; remind=2026-03-16T09:00:00+01:00',
  ],
  [
    'assign all unassigned leads to me',
    'contactAgent update_contacts: lifecycleStage eq lead & owner is_empty; set={owner: me}',
  ],
  [
    'set all deals in Discovery to 20% probability',
    'dealAgent update_deals: stage eq Discovery; set={probability: 20}',
  ],
  ['sort my deals by close date', 'dealAgent search_deals: owner eq me; sort=expectedClose'],
];

describe('paraphrases about work and talk', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said, { focus })).split('\n')).toEqual(commands);
  });
});
