import { refreshDocument } from './openapi-document.ts';
import { plainError, runCommand } from './plain-error.ts';
import { separateCluster } from './separate-cluster.ts';
import { localServices } from './services.ts';

/** Writes each service's `openapi.json` from what the running service answers; `--check` only compares. */
async function writeDocuments(): Promise<void> {
  const checkOnly = process.argv.includes('--check');
  const cluster = await separateCluster();
  try {
    await cluster.start(['--empty']);
    const services = localServices(cluster.port);
    const changed = await Promise.all(services.map((service) => refreshDocument(service, checkOnly)));
    const names = services.filter((_service, index) => changed[index]).map(({ name }) => name);
    report(names, checkOnly);
  } finally {
    await cluster.remove();
  }
}

function report(changed: readonly string[], checkOnly: boolean): void {
  if (!checkOnly)
    process.stdout.write(`openapi.json written: ${changed.join(', ') || 'nothing has changed'}\n`);
  else if (changed.length > 0)
    throw plainError(`openapi.json is out of date in ${changed.join(', ')}: run npm run openapi.`);
}

await runCommand(writeDocuments);
