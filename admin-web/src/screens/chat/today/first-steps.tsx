import { Link } from 'react-router';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';

interface Props {
  mayWrite: boolean;
  onPick: (text: string) => void;
}

/** What to do first in a workspace without records. */
export function FirstSteps({ mayWrite, onPick }: Props) {
  const { isAdmin } = useSession();
  if (!mayWrite) return <p>There are no records yet. Ask a teammate to add the first contacts and deals.</p>;
  return (
    <section className="first-steps" aria-label="What to do first">
      <h3>What to do first</h3>
      <ol>
        <li>
          <p>Bring in the people and companies that you have in a file, or add the first ones by hand.</p>
          <Link className="button button--primary" to="/imports">
            Import a file
          </Link>{' '}
          <Button onClick={() => onPick('Add a contact')}>Add a contact</Button>{' '}
          <Button onClick={() => onPick('Add a company')}>Add a company</Button>
        </li>
        <li>
          <p>Add a deal, and say when to come back to it.</p>
          <Button onClick={() => onPick('Add a deal')}>Add a deal</Button>
        </li>
        <li>
          <p>Connect the mailbox and the calendar that you work with.</p>
          <Link className="button button--plain" to="/settings/integrations">
            Connect an account
          </Link>{' '}
          <Link className="button button--plain" to="/settings/mailboxes">
            Connect a mailbox
          </Link>
        </li>
        {isAdmin && (
          <li>
            <p>Bring in your team, and the chats that it uses.</p>
            <Link className="button button--plain" to="/settings/team">
              Add teammates
            </Link>{' '}
            <Link className="button button--plain" to="/settings/channels">
              Connect Slack, Teams or Discord
            </Link>
          </li>
        )}
      </ol>
    </section>
  );
}
