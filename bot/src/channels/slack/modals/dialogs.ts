import type { ModalView } from '@slack/types';
import { errorBody } from '../../../api/http-error.ts';
import { readCount } from '../../../channel-kit/typed-count.ts';
import { addressOf, type Target } from '../address.ts';
import { targetOfDialog } from '../direct-message.ts';
import { plainText } from '../inbound/plain-text.ts';
import {
  type ShortcutBody,
  type SubmissionBody,
  shortcutBodySchema,
  submissionBodySchema,
} from '../inbound/slack.schema.ts';
import { tenantOfAction } from '../inbound/tenant.ts';
import { readReference } from '../render/form-reference.ts';
import { escapeText } from '../render/mrkdwn.ts';
import { SHORTCUTS } from '../shortcuts.ts';
import type { SlackContext } from '../slack-context.ts';
import { readApprovalDialog, typedApprovalDialog } from './approval-dialog.ts';
import type { DialogPlace } from './dialog-place.ts';
import { FORM_DIALOG, formDialog, readFormDialog, typedInto, wrongFields } from './form-dialog.ts';
import { recordDialog } from './record-dialog.ts';

/** Dialogs: what opens them, and what was typed. */
export class SlackDialogs {
  readonly #context: SlackContext;

  constructor(context: SlackContext) {
    this.#context = context;
  }

  /**
   * The form that adds one.
   *
   * @param noun - what it adds, or the tool that does
   * @returns false when there is no such form
   */
  async openForm(
    triggerId: string,
    place: DialogPlace,
    noun: string,
    given: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    const form = this.#context.handlers().lookup.form(noun, given);
    if (form) await this.#open(triggerId, place.teamId, formDialog(form, place));
    return form !== undefined;
  }

  /** The form that a button stands for. */
  async openReferred(triggerId: string, place: DialogPlace, reference: string): Promise<void> {
    const referred = readReference(reference);
    if (referred) await this.openForm(triggerId, place, referred.tool, referred.given);
  }

  async openTypedApproval(
    triggerId: string,
    target: Target,
    approvalId: string,
    ts: string | undefined,
  ): Promise<void> {
    const view = typedApprovalDialog({ approvalId, ...target, ...(ts && { ts }) });
    await this.#open(triggerId, target.teamId, view);
  }

  /** All there is of a record, as far as the person may see it. @param reference - `contact:6b03…` */
  async openRecord(
    triggerId: string,
    teamId: string,
    user: { id: string; team_id?: string },
    reference: string,
  ): Promise<void> {
    const [entity = '', id = ''] = reference.split(':');
    const { client } = await this.#context.teams.of(teamId);
    // a trigger holds for three seconds, a database may take longer
    const opened = await client.views.open({ trigger_id: triggerId, view: recordDialog('One moment…') });
    const shown = await this.#record(teamId, user, { entity, id });
    if (opened.view?.id) await client.views.update({ view_id: opened.view.id, view: recordDialog(shown) });
  }

  async #record(
    teamId: string,
    user: { id: string; team_id?: string },
    named: { entity: string; id: string },
  ) {
    try {
      const sender = await this.#context.senders.of(user.id, teamId, user.team_id);
      const card = sender && (await this.#context.handlers().lookup.record(sender, named));
      return card ?? 'This record is not there any more.';
    } catch (error) {
      return escapeText(errorBody(error).body.error.message);
    }
  }

  async shortcut(body: unknown): Promise<void> {
    const parsed: ShortcutBody = shortcutBodySchema.parse(body);
    const shortcut = SHORTCUTS.find(({ callbackId }) => callbackId === parsed.callback_id);
    if (!shortcut) return;
    const { message } = parsed;
    const given = message && shortcut.given?.({ text: plainText(message.text, undefined, new Map()) });
    const place = { teamId: tenantOfAction(parsed), userId: parsed.user.id };
    await this.openForm(parsed.trigger_id, place, shortcut.adds, given);
  }

  /** What is wrong with a form that was sent, by field; undefined when it is taken. */
  wrongIn(body: unknown): Record<string, string> | undefined {
    const submission = submissionBodySchema.parse(body);
    const wrong =
      submission.view.callback_id === FORM_DIALOG ? this.#wrongInForm(submission) : wrongInCount(submission);
    return Object.keys(wrong).length > 0 ? wrong : undefined;
  }

  #wrongInForm(submission: SubmissionBody): Record<string, string> {
    const { tool = '' } = readFormDialog(submission.view.private_metadata) ?? {};
    const form = this.#context.handlers().lookup.form(tool);
    return wrongFields(form?.fields ?? [], typedInto(submission));
  }

  /** A form that was sent: a call of its tool, under the rights of who sent it. */
  async submitForm(body: unknown): Promise<void> {
    const submission = submissionBodySchema.parse(body);
    const { view, user } = submission;
    const metadata = readFormDialog(view.private_metadata);
    if (!metadata) return;
    const { tool, ...place } = metadata;
    const externalId = `form:${view.id}`;
    await this.#context.seen.once([externalId], async () => {
      const sender = await this.#context.senders.of(user.id, place.teamId, user.team_id);
      if (!sender) return;
      const thread = addressOf(await targetOfDialog(this.#context.teams, place, user.id));
      const call = { tool, values: typedInto(submission) };
      await this.#context.handlers().call({ channel: 'slack', externalId, sender, thread, call });
    });
  }

  /** The number of records that was typed. @param remember - where the proposal stands */
  async submitTypedApproval(
    body: unknown,
    remember: (approvalId: string, target: Target, ts: string | undefined) => void,
  ): Promise<void> {
    const { view, user } = submissionBodySchema.parse(body);
    const metadata = readApprovalDialog(view.private_metadata);
    const typedCount = typedIn(view);
    if (!metadata || typedCount === undefined) return;
    const { approvalId, ts, ...place } = metadata;
    const externalId = `dialog:${view.id}`;
    await this.#context.seen.once([externalId], async () => {
      const sender = await this.#context.senders.of(user.id, place.teamId, user.team_id);
      if (!sender) return;
      const target = await targetOfDialog(this.#context.teams, place, user.id);
      remember(approvalId, target, ts);
      await this.#context.handlers().decision({
        channel: 'slack',
        externalId,
        sender,
        thread: addressOf(target),
        decision: { approvalId, decision: 'approve', typedCount },
      });
    });
  }

  async #open(triggerId: string, teamId: string, view: ModalView): Promise<void> {
    const { client } = await this.#context.teams.of(teamId);
    await client.views.open({ trigger_id: triggerId, view });
  }
}

const typedIn = ({ state }: SubmissionBody['view']) => readCount(state.values.count?.count?.value);

function wrongInCount({ view }: SubmissionBody): Record<string, string> {
  return typedIn(view) === undefined ? { count: 'Please type a number, for example 120.' } : {};
}
