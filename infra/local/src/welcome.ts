import { SAMPLE_PERIOD } from './sample.ts';
import type { Secrets } from './secrets.ts';
import type { LocalService } from './services.ts';
import { statePath } from './state.ts';

export interface WelcomeFacts {
  origin: string;
  services: readonly LocalService[];
  seconds: string;
  park: 'loaded' | 'empty' | undefined;
  demoClient: Secrets['demoClient'];
}

/** What to do next, shown when everything is ready. */
export function welcome({ origin, services, seconds, park, demoClient }: WelcomeFacts): string {
  const period = park === 'loaded' ? `?${SAMPLE_PERIOD}` : '';
  return `
Qinwu 勤务 is ready at ${origin} after ${seconds} s (${services.map(({ name }) => name).join(', ') || 'no service yet'})

  cockpit         ${origin}/cockpit${period}
  API reference   ${origin}/docs
  OpenAPI         ${origin}/openapi.json
  readiness       ${origin}/readyz
  logs            ${statePath('logs')}

  a person's token      npm run -s token -- --role supervisor
  a client's token      curl -s -u ${demoClient.id}:${demoClient.secret} -d grant_type=client_credentials ${origin}/oauth/token
  try it                curl -s -H "Authorization: Bearer $(npm run -s token -- --role supervisor)" "${origin}/cockpit/v1/figures${period}"

  ${sampleNote(park)}
  Ctrl-C stops everything; npm start goes on with the same data, npm start -- --fresh starts over.

`;
}

function sampleNote(park: WelcomeFacts['park']): string {
  if (park === 'loaded') return 'The sample park is of January to August 2025.';
  return 'The park is empty; npm start -- --fresh starts over with the sample park.';
}
