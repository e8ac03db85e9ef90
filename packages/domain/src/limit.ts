/**
 * A limit as the regulation words it. Whole working days and calendar days end with the day. A part of a working day
 * (0.5) and hours run from the moment they start, in business hours; hours without business hours are plain hours.
 */
export interface Limit {
  unit: 'workday' | 'calendar-day' | 'hour';
  amount: number;
}
