import type { ShownLink } from '@clianta/bot/api/booking-link.schema';
import { request } from '../../api/request.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';

const LENGTHS = ['15', '20', '30', '45', '60', '90'].map((value) => ({ value, label: `${value} minutes` }));

interface Props {
  path: string;
  onMade: (link: ShownLink) => void;
  onClose: () => void;
}

export function NewLinkDialog({ path, onMade, onClose }: Props) {
  const form = useForm({ name: '', minutes: '30' }, async ({ name, minutes }) => {
    const body = { name, minutes: [Number(minutes)] };
    onMade(await request<ShownLink>(path, { method: 'POST', body }));
  });
  return (
    <Dialog title="New booking link" onClose={onClose}>
      <form className="dialog-form" onSubmit={form.onSubmit}>
        {form.problem && <Notice kind="danger">{form.problem}</Notice>}
        <TextField
          label="What it is called"
          required
          maxLength={120}
          placeholder="Intro call"
          hint="People outside read it on the page."
          {...form.field('name')}
        />
        <SelectField label="How long it takes" options={LENGTHS} {...form.field('minutes')} />
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" disabled={form.isBusy || !form.values.name.trim()}>
            {form.isBusy ? 'Making…' : 'Make the link'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
