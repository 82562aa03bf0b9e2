import { sizeInWords } from '../../chat/cards/size-in-words.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { FATES, type MailShown, nameOf } from './mail-thread.ts';

/** What a mail's frame may do: nothing. Links open elsewhere. */
const FRAME_RIGHTS = 'allow-popups allow-popups-to-escape-sandbox';

/** One mail: who wrote to whom, and what it says. */
export function MailItem({ mail, isOpen }: { mail: MailShown; isOpen: boolean }) {
  const { workspace } = useSession();
  const fate = FATES[mail.status];
  const path = `/api/workspaces/${encodeURIComponent(workspace.id)}`;
  return (
    <li className={`mail-item is-${mail.direction}`}>
      <details open={isOpen}>
        <summary className="mail-item__head">
          <strong>{nameOf(mail.from)}</strong>
          <span className="mail-item__to">to {[...mail.to, ...mail.cc].map(nameOf).join(', ')}</span>
          {mail.autoKind !== 'none' && <span className="badge">Automatic</span>}
          {fate && <span className="badge">{fate}</span>}
          {mail.sentAt && (
            <time dateTime={mail.sentAt}>
              {formatInstant(mail.sentAt, workspace.locale, workspace.timeZone)}
            </time>
          )}
        </summary>
        {mail.why && <p className="mail-item__why">{mail.why}</p>}
        {!mail.isReadable && <p className="mail-item__why">What it says is its owner’s alone.</p>}
        {mail.html ? (
          <iframe
            className="mail-item__frame"
            title={`What ${nameOf(mail.from)} wrote`}
            sandbox={FRAME_RIGHTS}
            srcDoc={pageOf(mail.html)}
          />
        ) : (
          mail.text && <div className="mail-item__text">{mail.text.trim()}</div>
        )}
        {mail.attachments.length > 0 && (
          <ul className="mail-item__files" aria-label="Attached">
            {mail.attachments.map(({ name, size }, at) => (
              <li key={`${name} ${size}`}>
                {mail.isReadable ? (
                  <a href={`${path}/email-messages/${mail.id}/attachments/${at}`} download={name}>
                    {name}
                  </a>
                ) : (
                  name
                )}{' '}
                <span>{sizeInWords(size)}</span>
              </li>
            ))}
          </ul>
        )}
      </details>
    </li>
  );
}

/** The server has taken out what could do harm; whatever it missed finds a page that fetches nothing. */
const pageOf = (html: string) =>
  `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>body{margin:12px;font:15px/1.5 system-ui,sans-serif;color:#1f2430;background:#fff;overflow-wrap:anywhere}table{max-width:100%}</style>${html}`;
