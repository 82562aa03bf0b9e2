import type { Card } from '@clianta/agents/reply.schema';
import { ApprovalCard } from './approval-card.tsx';
import { BriefCard } from './brief-card.tsx';
import { ChartCard } from './chart-card.tsx';
import { ChoiceCard } from './choice-card.tsx';
import { ErrorCard } from './error-card.tsx';
import { FileCard } from './file-card.tsx';
import { FormCard } from './form-card.tsx';
import { HelpCard } from './help-card.tsx';
import { ListCard } from './list-card.tsx';
import { ProgressCard } from './progress-card.tsx';
import { RecordCard } from './record-card.tsx';
import { TableCard } from './table-card.tsx';

export { Markdown } from '../markdown/markdown.tsx';
export { answerText } from './answer-text.ts';

/** @param place - names the card in the conversation */
export function DrawnCard({ card, place }: { card: Card; place: string }) {
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
    case 'list':
      return <ListCard card={card} />;
    case 'chart':
      return <ChartCard card={card} />;
    case 'form':
      return <FormCard card={card} place={place} />;
    case 'progress':
      return <ProgressCard card={card} />;
    case 'file':
      return <FileCard card={card} />;
    case 'error':
      return <ErrorCard card={card} />;
    case 'help':
      return <HelpCard card={card} />;
  }
}
