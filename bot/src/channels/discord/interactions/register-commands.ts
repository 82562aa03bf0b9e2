import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type REST,
  Routes,
} from 'discord.js';
import { z } from 'zod';
import { commands, type SlashCommand } from './commands.ts';

const KINDS = {
  text: ApplicationCommandOptionType.String,
  flag: ApplicationCommandOptionType.Boolean,
  role: ApplicationCommandOptionType.Role,
} as const;

/** A command as Discord keeps it, as far as we say anything about it. */
const registeredSchema = z.object({
  name: z.string(),
  description: z.string(),
  type: z.number().default(1),
  options: z
    .array(
      z.object({
        name: z.string(),
        description: z.string(),
        type: z.number(),
        required: z.boolean().default(false),
        autocomplete: z.boolean().default(false),
      }),
    )
    .default([]),
  default_member_permissions: z.string().nullish().default(null),
  contexts: z.array(z.number()).nullish().default(null),
  integration_types: z.array(z.number()).nullish().default(null),
});
type Registered = z.output<typeof registeredSchema>;

function asDiscord({ name, description, options, isForManagers = false }: SlashCommand): Registered {
  const { Guild, BotDM } = InteractionContextType;
  return {
    name,
    description,
    type: 1,
    options: options.map((option) => ({
      name: option.name,
      description: option.description,
      type: KINDS[option.kind],
      required: option.isRequired ?? false,
      autocomplete: option.suggests !== undefined,
    })),
    default_member_permissions: isForManagers ? String(PermissionFlagsBits.ManageGuild) : null,
    contexts: isForManagers ? [Guild] : [Guild, BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}

/**
 * Makes the commands of the app those that there are, in one guild or everywhere.
 *
 * @returns `unchanged` when they were the same already; then nothing was written
 */
export async function registerCommands(
  rest: REST,
  { applicationId, guildId }: { applicationId: string; guildId?: string | undefined },
): Promise<'registered' | 'unchanged'> {
  const route = guildId
    ? Routes.applicationGuildCommands(applicationId, guildId)
    : Routes.applicationCommands(applicationId);
  const wanted = commands.map(asDiscord);
  const there = z.array(registeredSchema).parse(await rest.get(route));
  if (fingerprint(there, guildId) === fingerprint(wanted, guildId)) return 'unchanged';
  await rest.put(route, { body: wanted });
  return 'registered';
}

/** The same for the same commands, in whatever order; a command of a guild has no contexts of its own. */
function fingerprint(all: readonly Registered[], guildId: string | undefined): string {
  const sorted = [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
  return JSON.stringify(
    sorted.map(({ name, description, type, options, default_member_permissions: permissions, ...where }) => [
      name,
      description,
      type,
      options.map((option) => [
        option.name,
        option.description,
        option.type,
        option.required,
        option.autocomplete,
      ]),
      permissions,
      ...(guildId ? [] : [where.contexts, where.integration_types]),
    ]),
  );
}
