import type { RecordSection } from './record-section.ts';
import { AccessSection } from './sections/access-section.tsx';
import { AuditSection } from './sections/audit-section.tsx';
import { BattlecardSection } from './sections/battlecard-section.tsx';
import { CallSection } from './sections/call-section.tsx';
import { CampaignSection } from './sections/campaign-section.tsx';
import { ClockSection } from './sections/clock-section.tsx';
import { CommitteeSection } from './sections/committee-section.tsx';
import { DuplicatesSection } from './sections/duplicates-section.tsx';
import { FieldsSection } from './sections/fields-section.tsx';
import { FilesSection } from './sections/files-section.tsx';
import { HierarchySection } from './sections/hierarchy-section.tsx';
import { MemorySection } from './sections/memory-section.tsx';
import { OfferSection } from './sections/offer-section.tsx';
import { RelatedSection } from './sections/related-section.tsx';
import { ReplySection } from './sections/reply-section.tsx';
import { SequenceSection } from './sections/sequence-section.tsx';
import { StageSection } from './sections/stage-section.tsx';
import { TemplateSection } from './sections/template-section.tsx';
import { TimelineSection } from './sections/timeline-section.tsx';

/** The parts of every record's page, in order: a new one is a file beside these and a line here. */
export const RECORD_SECTIONS: readonly RecordSection[] = [
  { name: 'stage', place: 'top', of: ['opportunity'], Section: StageSection },
  { name: 'clocks', place: 'top', of: ['ticket'], Section: ClockSection },
  { name: 'offer', place: 'main', of: ['proposal'], Section: OfferSection },
  { name: 'call', place: 'main', of: ['callRecording'], Section: CallSection },
  { name: 'campaign', place: 'main', of: ['campaign'], Section: CampaignSection },
  { name: 'sequence', place: 'main', of: ['sequence'], Section: SequenceSection },
  { name: 'template', place: 'main', of: ['emailTemplate'], Section: TemplateSection },
  { name: 'reply', place: 'main', of: ['ticket'], Section: ReplySection },
  { name: 'fields', place: 'main', Section: FieldsSection },
  { name: 'hierarchy', place: 'main', of: ['company'], Section: HierarchySection },
  { name: 'committee', place: 'main', of: ['company'], Section: CommitteeSection },
  { name: 'battlecard', place: 'main', of: ['competitor'], Section: BattlecardSection },
  { name: 'related', place: 'main', isFor: ({ relations }) => relations.length > 0, Section: RelatedSection },
  { name: 'duplicates', place: 'side', of: ['contact', 'company'], Section: DuplicatesSection },
  { name: 'files', place: 'main', Section: FilesSection },
  { name: 'timeline', place: 'side', Section: TimelineSection },
  { name: 'memory', place: 'side', Section: MemorySection },
  { name: 'access', place: 'side', Section: AccessSection },
  { name: 'audit', place: 'side', isFor: ({ isAudited }) => isAudited, Section: AuditSection },
];
