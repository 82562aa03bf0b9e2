import { google as googleIntegration } from '@clianta/crm-core/integrations/google/google.integration';
import { googleAccount } from '../../support/google-account.ts';
import { GoogleApiStandIn } from '../../support/google-api-stand-in.ts';
import { cloudFilesContract } from './cloud-files.contract.ts';

const google = new GoogleApiStandIn();
const FOLDER = 'application/vnd.google-apps.folder';

cloudFilesContract({
  title: 'Google Drive',
  integration: googleIntegration,
  start: async () => void (await google.start()),
  stop: () => google.stop(),
  clear: () => google.clear(),
  env: () => google.env,
  connect: (db, home) => googleAccount(db, google, home.scope, ['drive']),
  standing() {
    const all = [...google.drive.files.values()].filter(({ trashed }) => !trashed);
    const ours = new Set(all.filter(({ mimeType }) => mimeType === FOLDER).map(({ id }) => id));
    return all
      .filter(({ mimeType }) => mimeType !== FOLDER)
      .map(({ name, bytes, parents }) => ({
        name,
        bytes,
        isInOurFolder: parents.every((one) => ours.has(one)),
      }));
  },
  discard() {
    for (const file of google.drive.files.values()) file.trashed = true;
  },
  fail(on, fault) {
    google.faultsOn = (method, path) =>
      on === 'make' ? method === 'POST' && path === '/drive/v3/files' : method === 'PUT';
    google.faults.push(fault);
  },
});
