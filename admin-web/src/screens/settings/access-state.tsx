import { request } from '../../api/request.ts';
import { formatDate } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import type { TeamMember } from './team-member.ts';

/** How somebody signs in, as an admin sees it. */
export interface Access {
  id: string;
  passwordChangedAt?: string | null;
  passwordLinkAt?: string | null;
  secondFactorAt?: string | null;
}

/** As long as a link for a password holds, in days. */
const LINK_DAYS = 7;
const DAY_MS = 86_400_000;

interface Props {
  member: TeamMember;
  access: Access;
  isBusy: boolean;
  /** Does what a button says, and reads anew. */
  onChange: (work: () => Promise<unknown>) => void;
}

/** A link that was made and not used yet, and the second factor; each with the way to take it away. */
export function AccessState({ member, access, isBusy, onChange }: Props) {
  const { workspace } = useSession();
  const { passwordLinkAt, passwordChangedAt, secondFactorAt } = access;
  const until = passwordLinkAt
    ? new Date(new Date(passwordLinkAt).getTime() + LINK_DAYS * DAY_MS)
    : undefined;
  const isOver = until !== undefined && until <= new Date();
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/team-members/${encodeURIComponent(member.id)}`;
  const takeAway = (what: string) => onChange(() => request(`${base}/${what}`, { method: 'DELETE' }));
  if (!until && !secondFactorAt) return null;
  return (
    <div className="rows__state">
      {until && (
        <>
          <span className={`badge ${isOver ? 'badge--danger' : 'badge--warning'}`}>
            {passwordChangedAt ? 'Link' : 'Invited'}, {isOver ? 'expired' : 'until'}{' '}
            {formatDate(until.toISOString(), workspace.locale, workspace.timeZone)}
          </span>
          {!isOver && (
            <Button
              kind="quiet"
              disabled={isBusy}
              aria-label={`Revoke link of ${member.name}`}
              onClick={() => takeAway('password-link')}
            >
              Revoke link
            </Button>
          )}
        </>
      )}
      {secondFactorAt && (
        <>
          <span className="badge badge--positive">Second factor</span>
          <Button
            kind="quiet"
            disabled={isBusy}
            aria-label={`Take away the second factor of ${member.name}`}
            onClick={() => takeAway('second-factor')}
          >
            Take away
          </Button>
        </>
      )}
    </div>
  );
}
