import type { FileCard as FileCardValue } from '@clianta/agents/reply.schema';
import { Icon } from '../../ui/icon.tsx';
import { useChatActions } from '../chat-context.ts';
import { CardBox } from './card-box.tsx';
import { sizeInWords } from './size-in-words.ts';
import './card.css';
import './file-card.css';

export function FileCard({ card }: { card: FileCardValue }) {
  const { files } = useChatActions();
  return (
    <CardBox className="card file" aria-label={card.name}>
      {card.hasThumb && files ? (
        <img className="file__thumb" src={files.thumbnail(card.fileId)} alt="" loading="lazy" />
      ) : (
        <span className="file__mark">
          <Icon name="file" size={20} />
        </span>
      )}
      <div className="file__words">
        <h2 className="card__title">{card.name}</h2>
        <p className="card__subtitle">
          {kindInWords(card)}, {sizeInWords(card.size)}
        </p>
      </div>
      {files && (
        <a
          className="button button--quiet button--icon file__download"
          href={files.href(card.fileId)}
          download={card.name}
          aria-label={`Download ${card.name}`}
        >
          <Icon name="download" size={18} />
        </a>
      )}
    </CardBox>
  );
}

/** "CSV file", from the name where it says so. */
function kindInWords({ name, mediaType }: FileCardValue): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1];
  const kind = ending ?? mediaType.split('/').at(-1) ?? '';
  return kind ? `${kind.toUpperCase()} file` : 'File';
}
