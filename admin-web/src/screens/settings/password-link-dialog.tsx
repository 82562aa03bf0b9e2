import { passwordLink } from '../../session/password-link.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

interface Props {
  name: string;
  token: string;
  onClose: () => void;
}

/** The link by which a teammate chooses a password; it is shown here only. */
export function PasswordLinkDialog({ name, token, onClose }: Props) {
  const link = passwordLink(token);
  return (
    <Dialog title={`A link for ${name}`} onClose={onClose}>
      <p>
        Send it to {name}, and to nobody else: whoever opens it chooses the password. It works once, for seven
        days.
      </p>
      <div className="code-box code-box--dialog">
        <pre>
          <code>{link}</code>
        </pre>
      </div>
      <div className="dialog__actions">
        <CopyButton text={link} label="Copy link" hasText />
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
