import type { EventHandler } from '@qinwu/platform/events/event-handler';
import { factRules } from '../rules/facts-of-event.ts';
import { recordFacts } from '../use-cases/record-facts.ts';

/** One handler per event of the table: the whole batch becomes facts in one statement. */
export const factHandlers: readonly EventHandler[] = factRules.map((rule) => ({
  event: rule.event,
  handle: (tx, events) =>
    recordFacts(
      tx,
      events.map((event) => ({ source: event, changes: rule.facts(event.data) })),
    ),
}));
