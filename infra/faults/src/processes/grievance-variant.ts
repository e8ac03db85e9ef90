import { caseConcluded } from '@qinwu/contracts/events/mediation';
import { createApp } from '@qinwu/grievance/app';
import { readConfig } from '@qinwu/grievance/config';
import { openDeps } from '@qinwu/grievance/deps';
import { migrationFolders } from '@qinwu/grievance/migrations';
import { onEvent, type ReceivedEvent } from '@qinwu/platform/events/event-handler';
import { runService } from '@qinwu/platform/process/run-service';
import { setting } from './settings.ts';

// The real worker of grievance, which hears wrongly what mediation says of an end, to show that the checker compares
// both sides.
//   forgets-number  the outcome arrives without the number of its agreement
//   tells-twice     each end is written twice, the second time as a later word of the case
type Ends = readonly ReceivedEvent<typeof caseConcluded>[];
const HEARD: Readonly<Record<string, (ends: Ends) => Ends>> = {
  'forgets-number': (ends) => ends.map((end) => ({ ...end, data: { ...end.data, agreementNumber: null } })),
  'tells-twice': (ends) => [...ends, ...ends.map((end) => ({ ...end, sequence: end.sequence + 1 }))],
};
const variant = setting('VARIANT');
const hear = HEARD[variant];
if (hear === undefined) throw new Error(`There is no variant ${variant}`);

const config = readConfig(process.env);
const deps = await openDeps(config);
const app = await createApp(deps);
const handlers = app.handlers.map((handler) =>
  handler.event.type === caseConcluded.type
    ? onEvent(caseConcluded, (tx, ends) => handler.handle(tx, hear(ends)))
    : handler,
);

await runService({
  ...deps,
  ...app,
  name: 'grievance',
  config,
  migrations: migrationFolders,
  listener: { handlers },
  onClose: async () => deps.clock.stop(),
});
