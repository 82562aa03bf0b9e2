import type { CannotByTool } from '../cannot.ts';

export const transcription: CannotByTool = {
  edit: {
    reply:
      'I cannot change the words or the speakers of a transcript yet, nor translate it. I can change its action items.',
    suggestions: ['Action items', 'Show the transcript'],
  },
  delete: {
    reply: 'I do not delete recordings by saying so. Open the page of the recording, and delete it there.',
    suggestions: ['Show the recordings', 'Which calls were logged this week?'],
  },
  play: {
    reply: 'I cannot play recordings yet. I can show the transcript, and find in it what was said.',
    suggestions: ['Show the transcript', 'Show the recordings'],
  },
  measure: {
    reply: 'I cannot measure who spoke how much yet. I can tell how a call sounded, and what was said.',
    suggestions: ['How did they sound?', 'Sum up the call'],
  },
};
