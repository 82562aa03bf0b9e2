import { Proposal as Offer } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import { type CloudPlace, cloudFilesOf } from '@clianta/crm-core/integrations/cloud-files/cloud-files-of';
import {
  fileDocument,
  type RecordDocument,
  transcriptOf,
} from '@clianta/crm-core/integrations/cloud-files/documents-of';
import { putDocument } from '@clianta/crm-core/integrations/cloud-files/put-document';
import { fileNameOf, pdfOf } from '../../../proposals/freeze-proposal.ts';
import type { Proposal, ToolContext, ToolResult } from '../../../tool.ts';
import { anyRecord } from '../../../tools/any-record.ts';
import { focusOf } from '../../../tools/focus.ts';
import { proposalCalled } from '../../proposal/proposal-called.ts';
import { keptCall } from '../../transcription/the-call.ts';
import { fileInMind, fileMeant } from './the-file.ts';

/** What there is to read besides files. */
export const PAPERS = ['proposal', 'transcript'] as const;
/** What people call the place. */
export const PLACES = ['Google Drive', 'Drive', 'GDrive'] as const;

/** What is to be saved, as it was said; of nothing: what is spoken of. */
interface Said {
  file?: string | undefined;
  paper?: (typeof PAPERS)[number] | undefined;
  of?: string | undefined;
}

type Meant = RecordDocument & { focus: NonNullable<ToolResult['focus']>[number] };

export async function proposeSaving(context: ToolContext, said: Said): Promise<Proposal> {
  const { files } = await requirePlace(context);
  const { name, recordId } = await documentMeant(context, said);
  return {
    title: `Save ${name} to ${files.title}`,
    preview: { count: 1, sample: [{ title: name }], changes: [] },
    recordIds: [recordId],
  };
}

export async function saveToDrive(context: ToolContext, said: Said): Promise<ToolResult> {
  const place = await requirePlace(context);
  const document = await documentMeant(context, said);
  const { link, isNew, isChanged } = await putDocument(place, document);
  const there = `[${document.name}](${link})`;
  const { title } = place.files;
  return {
    text: isNew
      ? `Saved ${there} to ${title}.`
      : isChanged
        ? `Brought ${there} in ${title} up to date.`
        : `${there} is in ${title} already, as it is here.`,
    focus: [document.focus],
    isAnswer: true,
  };
}

/** @throws InvalidError saying who connects it */
async function requirePlace({ crm, scope }: ToolContext): Promise<CloudPlace> {
  const place = await cloudFilesOf(crm, systemScope(scope.workspaceId));
  if (place) return place;
  throw new InvalidError(
    'Google Drive is not connected. An admin connects it under Settings, Integrations; then say it again.',
  );
}

async function documentMeant(context: ToolContext, { file, paper, of }: Said): Promise<Meant> {
  const { crm, scope } = context;
  if (paper === 'proposal') return offerMeant(context, of);
  if (paper === 'transcript') {
    const call = await keptCall(context, { with: of });
    const document = transcriptOf(call);
    if (!document) throw new InvalidError(`There are no words in “${call.title}” yet.`);
    return { ...document, focus: { entity: document.entity, id: call.id, title: call.title } };
  }
  const meant = await fileMeant(context, of, file);
  return { ...fileDocument(crm, scope, meant), focus: fileInMind(meant) };
}

/** What the customer has of it; of a draft what they would get. Both are one file there. */
async function offerMeant(context: ToolContext, of: string | undefined): Promise<Meant> {
  const { crm, scope } = context;
  const record = of ? await anyRecord(context, of, 'of') : undefined;
  const called = record?.entity === Offer.name ? record.id : (record?.title ?? of);
  const offer = await proposalCalled(context, called ?? spokenOf(context), 'of');
  const { id: recordId, pdfId } = offer;
  const sent = pdfId ? (await crm.records(Attachment).getMany(scope, [pdfId])).get(pdfId) : undefined;
  const document =
    sent && !sent.isDeleted
      ? fileDocument(crm, scope, sent)
      : {
          name: fileNameOf(offer),
          type: 'application/pdf',
          bytes: async () => new Uint8Array(await pdfOf(context, offer)),
        };
  return { ...document, entity: Offer.name, recordId, focus: focusOf(Offer, offer) };
}

/** A proposal, or what it may be for. @throws InvalidError where nothing is spoken of */
function spokenOf({ focus }: ToolContext): string {
  const offer = focus.find(({ entity }) => entity === Offer.name);
  const found = offer?.id ?? focus[0]?.title;
  if (found) return found;
  throw new InvalidError('Which proposal? Say for example “save the proposal for Acme to Drive”.');
}
