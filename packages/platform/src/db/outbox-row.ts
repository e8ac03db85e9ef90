/** One delivery that a commit owes: an event for one listener, its envelope already serialised. */
export interface OutboxRow {
  eventId: string;
  listener: string;
  type: string;
  park: string;
  /** CloudEvents JSON text, at most 16 kB. */
  envelope: string;
}
