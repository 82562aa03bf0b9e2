import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { describe, expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aContact, aTask, aTeammate } from '../../support/test-crm.ts';
