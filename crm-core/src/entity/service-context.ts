import type { CountryCode } from 'libphonenumber-js/min';
import type { Calendar } from './calendar.ts';
import type { CustomField } from './custom-fields.ts';
import type { Entity } from './define-entity.ts';
import type { Money } from './money.ts';
import type { RecordService } from './record-service.ts';
import type { RecordStore } from './record-store.ts';
import type { Scope } from './scope.ts';

/** What the services of all workspaces share. */
export interface ServiceContext {
  store: RecordStore;
  records(entity: Entity): RecordService<Entity>;
  now(): Date;
  /** How long one read may keep the database busy. */
  readMs: number;
  /** On whose clock days begin: the actor's. */
  timeZoneOf(scope: Scope): Promise<string>;
  calendarOf(workspaceId: string): Promise<Calendar>;
  moneyOf(workspaceId: string): Promise<Money>;
  /** The country whose numbers are written without a country code. */
  phoneRegionOf(workspaceId: string): Promise<CountryCode | undefined>;
  customFieldsOf(workspaceId: string, entity: string): Promise<CustomField[]>;
  /** Called after a definition or a workspace changed. */
  forgetCached(workspaceId: string): void;
}
