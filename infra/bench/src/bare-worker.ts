import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

// The other end of bare BullMQ: reads each batch and says how many envelopes it held.
const [url = '', queue = ''] = process.argv.slice(2);
const worker = new Worker(
  queue,
  async (job) => {
    const { envelopes } = job.data as { envelopes: readonly { text: string }[] };
    for (const { text } of envelopes) JSON.parse(text);
    process.send?.(envelopes.length);
  },
  { connection: new Redis(url, { maxRetriesPerRequest: null }), concurrency: 2 },
);
await worker.waitUntilReady();
process.send?.(0);
process.on('disconnect', () => process.exit(0));
