import { Sequence } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import { searchTool } from '../../tools/search-tool.ts';

export const searchSequences = {
  ...searchTool(
    Sequence,
    'Lists or counts sequences (cadences, drips, nurtures: several mails and tasks one after the other) by name, status or owner.',
  ),
  slash: { command: 'sequences' },
};
