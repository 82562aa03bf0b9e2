import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { Form, type FormRecord } from '@clianta/crm-core/marketing/form/form.schema';
import { FORM_PLACE } from '@clianta/crm-core/marketing/landing-page/render-page';
import { formHtml } from './form-html.ts';
import { shownForm } from './shown-form.ts';

const CLOSED = '<p>This form is closed at the moment.</p>';

/** Puts the forms of a page where they belong, as they are now. */
export async function withForms(
  crm: CrmCore,
  workspaceId: string,
  document: string,
  place: { pageId?: string; variant?: string } = {},
): Promise<string> {
  const ids = [...document.matchAll(FORM_PLACE)].flatMap(([, id]) => id ?? []);
  if (ids.length === 0) return document;
  const forms = await crm.records(Form).getMany(systemScope(workspaceId), ids);
  return document.replace(FORM_PLACE, (_, id: string) => {
    const form = forms.get(id);
    if (!form?.isOn || form.isDeleted) return CLOSED;
    return formHtml(shownForm(form as FormRecord), place).text;
  });
}
