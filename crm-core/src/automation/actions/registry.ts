import type { AnyAction } from './action.ts';
import { addTag } from './add-tag.action.ts';
import { adjustScore } from './adjust-score.action.ts';
import { appendSheetRow } from './append-sheet-row.action.ts';
import { assignOwner } from './assign-owner.action.ts';
import { createNotionPage } from './create-notion-page.action.ts';
import { createTask } from './create-task.action.ts';
import { enrich } from './enrich.action.ts';
import { enrollInSequence } from './enroll-in-sequence.action.ts';
import { enrollInWorkflow } from './enroll-in-workflow.action.ts';
import { httpRequest } from './http-request.action.ts';
import { moveStage } from './move-stage.action.ts';
import { notifyUser } from './notify-user.action.ts';
import { postToChannel } from './post-to-channel.action.ts';
import { removeTag } from './remove-tag.action.ts';
import { runAgent } from './run-agent.action.ts';
import { saveToDrive } from './save-to-drive.action.ts';
import { sendEmail } from './send-email.action.ts';
import { sendSms } from './send-sms.action.ts';
import { transform } from './transform.action.ts';
import { updateField } from './update-field.action.ts';
import { webhook } from './webhook.action.ts';

/** What the steps of workflows do. */
export const actions: readonly AnyAction[] = [
  notifyUser,
  createTask,
  updateField,
  addTag,
  removeTag,
  assignOwner,
  moveStage,
  adjustScore,
  enrollInWorkflow,
  postToChannel,
  httpRequest,
  webhook,
  transform,
  sendEmail,
  sendSms,
  enrollInSequence,
  enrich,
  appendSheetRow,
  createNotionPage,
  saveToDrive,
  runAgent,
];

const byName = new Map(actions.map((action) => [action.name, action]));

export const actionCalled = (name: string): AnyAction | undefined => byName.get(name);
