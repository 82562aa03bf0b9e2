import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { bookingLink } from './booking-link.tool.ts';
import { cancelMeeting } from './cancel-meeting.tool.ts';
import { findFreeSlots } from './find-free-slots.tool.ts';
import { importCalendar } from './import-calendar.tool.ts';
import { moveMeeting } from './move-meeting.tool.ts';
import { respond } from './respond.tool.ts';
import { scheduleMeeting } from './schedule-meeting.tool.ts';
import { schedulingSayings } from './scheduling.sayings.ts';
import { searchEvents } from './search-events.tool.ts';

const tools = [
  findFreeSlots,
  scheduleMeeting,
  moveMeeting,
  cancelMeeting,
  searchEvents,
  respond,
  bookingLink,
  importCalendar,
];

export const schedulingAgent = defineAgent({
  name: 'schedulingAgent',
  description:
    'Finds free time, schedules, moves and cancels meetings, reads calendars, answers invitations, and makes booking links.',
  instructions: `You look after calendars. A meeting to come is scheduled here; one that has been is logged by the contact agent, and what is to
be done without a time with others is a task. Where only a day or a week is said, schedule_meeting offers three free times: do
not choose one yourself. Of a meeting that repeats, ask whether one or all of them are meant unless it was said. Nothing is mailed
to people outside: say that the invitation file is to be sent. Never work out free times yourself.`,
  tools,
  examples: [
    'A 30 minute demo with Acme next week',
    'Is Akira free tomorrow?',
    "Move my 3 o'clock to Friday",
    'A link for 20 minute calls, four a day, not Mondays',
  ],
  sayings: sayingsOf(tools, schedulingSayings),
});
