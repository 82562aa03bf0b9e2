import type { FormCard } from '@clianta/agents/reply.schema';
import type {
  APIActionRowComponent,
  APIComponentInContainer,
  APIComponentInMessageActionRow,
  APIMessageTopLevelComponent,
} from 'discord.js';

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What a button stands for that its id has no room for: kept, and found again by the key in the id. */
export type Kept = { key: string; say: string } | { key: string; form: FormCard };

/** One Discord message: words with buttons, or components. */
export interface DiscordMessage {
  /** At most 2,000 characters; absent when the components say it all. */
  content?: string;
  components: APIMessageTopLevelComponent[];
  kept: Kept[];
  /** The proposal or question that this message shows, alone, so that it can be redrawn when that is decided. */
  cardId?: string;
}

/** Components that belong together. */
export interface Part {
  components: APIComponentInContainer[];
  kept?: Kept[];
}
