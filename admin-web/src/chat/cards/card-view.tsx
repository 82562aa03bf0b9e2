import type { Card } from '@clianta/agents/reply.schema';
import { ApprovalCard } from './approval-card.tsx';
import { BriefCard } from './brief-card.tsx';
import { ChoiceCard } from './choice-card.tsx';
import { RecordCard } from './record-card.tsx';
import { TableCard } from './table-card.tsx';

export function CardView({ card }: { card: Card }) {
  switch (card.type) {
    case 'record':
      return <RecordCard card={card} />;
    case 'table':
      return <TableCard card={card} />;
    case 'approval':
      return <ApprovalCard card={card} />;
    case 'brief':
      return <BriefCard card={card} />;
    case 'choice':
      return <ChoiceCard card={card} />;
  }
}
