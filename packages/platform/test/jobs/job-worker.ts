import { startJobRunner } from '../../src/jobs/run-jobs.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { counting, log, openJobDatabase } from './job-fixture.ts';

// A worker of its own process, to be killed: node job-worker.ts <database url>
const metrics = createMetrics('test', { process: 'without' });
startJobRunner({
  db: openJobDatabase(process.argv[2] ?? ''),
  definitions: [counting],
  log,
  metrics,
  leaseMs: 600,
});
