import { startCluster } from './cluster.ts';
import { edgePort, requireFreePorts } from './edge-port.ts';
import { requireConsent } from './erase-consent.ts';
import { openFront } from './front.ts';
import { clearLeftovers } from './leftovers.ts';
import { runCommand } from './plain-error.ts';
import { progressBar } from './progress.ts';
import { loadSample, type ParkOptions, parkIsDue, parkSetUp, settlePark, setUpPark } from './sample.ts';
import { loadSecrets } from './secrets.ts';
import { issuerPort, localServices } from './services.ts';
import { startOptions } from './start-options.ts';
import { eraseState, makeStateFolder, removeInstance } from './state.ts';
import { say, step } from './steps.ts';
import { untilSignal } from './until-signal.ts';
import { welcome } from './welcome.ts';

/** `npm start`: the whole cluster behind one origin, until Ctrl-C. */
async function start(): Promise<void> {
  const options = startOptions(process.argv.slice(2));
  const port = edgePort();
  const origin = `http://localhost:${port}`;
  const services = localServices(port);
  const began = performance.now();

  requireConsent(
    options,
    services.map(({ name }) => name),
  );
  await clearLeftovers();
  await requireFreePorts([
    { port, use: 'the origin' },
    { port: issuerPort(port), use: 'the token issuer' },
    ...services.map((service) => ({ port: service.port, use: service.name })),
  ]);
  if (options.fresh) eraseState();
  makeStateFolder();
  const secrets = loadSecrets();

  say('Qinwu 勤务 starts (Ctrl-C stops everything)');
  if (options.empty && parkSetUp() === 'loaded') {
    say(
      '  ! --empty only matters on the first start: the data that are here are kept; npm start -- --fresh --empty starts over without the sample park',
    );
  }
  await untilSignal(removeInstance, async (onStarted) => {
    onStarted(await openFront(services, secrets, { port, origin }));
    await startCluster({ services, secrets, port, origin, fresh: options.fresh, onStarted });
    if (parkIsDue(services)) await fillPark({ secrets, origin }, options.empty ? 'empty' : 'loaded');
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    process.stdout.write(
      welcome({ origin, services, seconds, park: parkSetUp(), demoClient: secrets.demoClient }),
    );
  });
}

async function fillPark(park: ParkOptions, how: 'empty' | 'loaded'): Promise<void> {
  await step('default directory', () => setUpPark(park));
  if (how === 'loaded') {
    const bar = progressBar('sample park');
    await step('sample park', () => loadSample(park, bar.show).finally(bar.end));
  }
  settlePark(how);
}

await runCommand(start);
