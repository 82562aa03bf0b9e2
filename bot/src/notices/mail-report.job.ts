import { InvalidError } from '@clianta/crm-core/errors';
import { MAIL_REPORT } from '@clianta/crm-core/intelligence/report/send-report';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import type { Mailer } from '../mail/mailer.ts';

/** Mails a report to an address outside the team. */
export function mailReportJob(mailer: Mailer | undefined) {
  return defineJob({
    ...MAIL_REPORT,
    async run({ id }: JobRun, mail): Promise<void> {
      if (!mailer) throw new InvalidError('No mail server is named (MAIL_URL), so the report was not sent.');
      await mailer.send({ ...mail, messageKey: id });
    },
  });
}
