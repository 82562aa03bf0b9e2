/** What a click sends back, by the beginning of its action; Slack wants another one for each button of a message. */

/** Its value is what the person says by clicking. */
export const SAY_ACTION = 'clianta_say';
/** Opens a form; its value says which, see form-reference.ts. */
export const FORM_ACTION = 'clianta_form';
/** Opens all there is of a record: `contact:6b03…`. */
export const RECORD_ACTION = 'clianta_record';
export const FEEDBACK_ACTION = 'clianta_feedback';
