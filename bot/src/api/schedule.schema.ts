/** A work of the clock, as the console shows it. */
export interface ShownSchedule {
  id: string;
  work: string;
  label: string;
  says: string;
  isOn: boolean;
  /** Absent: it is done every so often. */
  localTime?: string;
  nextAt?: string;
  lastRunAt?: string;
  lastResult?: string;
}
