import type { FormRecord } from '@clianta/crm-core/marketing/form/form.schema';

/** What of a form everybody sees; where its answers go to is the team's own business. */
export interface ShownForm {
  key: string;
  name: string;
  fields: Array<{ name: string; label: string; type: string; required: boolean; options?: string[] }>;
  consentText?: string;
  mustAgree: boolean;
  button: string;
}

export const shownForm = ({
  key,
  name,
  fields,
  consentText,
  doubleOptIn,
  button,
}: FormRecord): ShownForm => ({
  key,
  name,
  fields: fields.map(({ name, label, type, required, options }) => ({
    name,
    label,
    type,
    required,
    ...(options && { options }),
  })),
  ...(consentText && { consentText }),
  mustAgree: doubleOptIn,
  button,
});

/** What whoever has sent it is told, whoever they are. The address to go on to is the form's own, never one that was sent. */
export const thanksOf = ({ thanks, redirect, doubleOptIn }: FormRecord) => ({
  thanks: doubleOptIn ? `${thanks} Please look into your e-mail and confirm your address.` : thanks,
  ...(redirect && { redirect }),
});
