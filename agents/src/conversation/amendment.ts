import type { ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';

/** What leads to what is wanted otherwise: "yes, but", "no,". */
const LEAD = /^(?:(?:yes|y|ok|okay|sure|approved?|confirm|go ahead|do it|no|please|and)\b[\s,.:;!-]*)+/i;

/**
 * The request of a proposal as a later message wants it: "delete all contacts without an e-mail" and "yes, but only
 * those in Berlin" is "delete all contacts without an e-mail, but only those in Berlin".
 *
 * @returns undefined when the proposal's own words are not known
 */
export function amendedRequest(
  { request }: Pick<ApprovalRecord, 'request'>,
  said: string,
): string | undefined {
  const wanted = said.trim().replace(LEAD, '');
  return request && wanted ? `${request.trim().replace(/[.!?,;\s]+$/, '')}, ${wanted}` : undefined;
}
