import { z } from 'zod';
import { systemScope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import { cloudFilesOf } from '../../integrations/cloud-files/cloud-files-of.ts';
import { documentsOf } from '../../integrations/cloud-files/documents-of.ts';
import { putDocument } from '../../integrations/cloud-files/put-document.ts';
import { defineAction } from './action.ts';

/** The transcript of a call, or the files of any other record, where the workspace keeps files outside; again it is the same files. */
export const saveToDrive = defineAction({
  name: 'save_to_drive',
  input: z.strictObject({}),
  effect: 'outside',
  repeats: 'once',
  async lacks(crm, workspaceId) {
    return (await cloudFilesOf(crm, systemScope(workspaceId))) ? undefined : 'a Google Drive account';
  },
  words: () => 'save its files to Google Drive',
  async run(_input, { crm, scope, entity, record, signal }) {
    const place = await cloudFilesOf(crm, systemScope(scope.workspaceId));
    if (!place)
      throw new ConflictError(
        'Google Drive is not connected. An admin connects it under Settings, Integrations.',
      );
    const names: string[] = [];
    for (const document of await documentsOf(crm, scope, entity, String(record.id))) {
      signal.throwIfAborted();
      const { link } = await putDocument(place, document);
      names.push(`“${document.name}” (${link})`);
    }
    const { title } = place.files;
    return {
      told:
        names.length > 0 ? `saved ${names.join(', ')} to ${title}` : `there was nothing to save to ${title}`,
    };
  },
});
