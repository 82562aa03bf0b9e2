/** Where Microsoft's Bot Connector posts activities to: the messaging endpoint of the bot. */
export const TEAMS_PATH = '/api/messages';
