import type { CrmCore } from '../../crm-core.ts';
import { exposed } from '../../entity/access.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { FormSubmission } from '../form-submission/form-submission.schema.ts';
import { Form, type FormRecord } from './form.schema.ts';

/** Where forms are asked for and sent to. */
export const FORMS_PATH = '/api/public/forms';

/** A plugin for WordPress that knows forms and the chat by shortcodes. */
export const WORDPRESS_PATH = '/wordpress/clianta.php';

/** Indexes over all workspaces; to be called once at the start. */
export async function prepareForms(crm: CrmCore): Promise<void> {
  await crm.store.model(Form).collection.createIndex({ key: 1 }, { sparse: true });
  await crm.store.model(FormSubmission).collection.createIndex({ confirmHash: 1 }, { sparse: true });
}

/** The form of whatever workspace that a key names. */
export async function formAt(crm: CrmCore, key: string): Promise<FormRecord | undefined> {
  const found = await crm.store.model(Form).findOne({ key, isDeleted: false }).lean<StoredDocument>();
  return found ? (exposed(Form, found) as FormRecord) : undefined;
}

/** What a site puts where the form shall be. */
export const embedCode = ({ links }: CrmCore, { key }: Pick<FormRecord, 'key'>): string =>
  `<div data-clianta-form="${key}"></div>\n<script async src="${links.address('/forms/embed.js')}"></script>`;
