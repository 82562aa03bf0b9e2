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
          <p>Add somebody you know, or their company.</p>
          <Button onClick={() => onPick('Add a contact')}>Add a contact</Button>{' '}
          <Button onClick={() => onPick('Add a company')}>Add a company</Button>
        </li>
        <li>
          <p>Add a deal, and say when to come back to it.</p>
          <Button onClick={() => onPick('Add a deal')}>Add a deal</Button>
        </li>
        {isAdmin && (
          <li>
            <p>Bring in your team, and the chats that you use.</p>
            <Link className="button" to="/settings">
              Open the settings
            </Link>
          </li>
        )}
      </ol>
    </section>
  );
}
