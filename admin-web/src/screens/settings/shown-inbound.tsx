import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { NewInbound } from './inbound-hook.ts';

interface Props {
  made: NewInbound;
  onClose: () => void;
}

/** The address of an inbound webhook and what is signed with, each nowhere to be had again. */
export function ShownInbound({ made: { address, secret }, onClose }: Props) {
  return (
    <Dialog title="Enter this at the other system" onClose={onClose}>
      <p>
        {secret
          ? 'It signs each event with the secret, by the Standard Webhooks specification.'
          : 'Whoever knows the address may send events, so keep it to yourself.'}{' '}
        This is shown this once.
      </p>
      {address && <Once label="Address" text={address} />}
      {secret && <Once label="Secret" text={secret} />}
      <div className="dialog__actions">
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}

function Once({ label, text }: { label: string; text: string }) {
  return (
    <section className="inbound-once" aria-label={label}>
      <h3>{label}</h3>
      <div className="code-box code-box--dialog">
        <pre>
          <code>{text}</code>
        </pre>
        <CopyButton text={text} label={`Copy the ${label.toLowerCase()}`} hasText />
      </div>
    </section>
  );
}
