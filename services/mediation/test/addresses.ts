import type { MediationService } from './mediation-service.ts';

/** Every GET address of the service, with each of the values known for its parameters. */
export function addressesOf(service: MediationService, known: Record<string, readonly string[]>): string[] {
  const filled = (url: string): string[] => {
    const name = /:(\w+)/.exec(url)?.[1];
    if (name === undefined) return [url];
    const values = known[name] ?? known.id ?? [];
    return values.flatMap((value) => filled(url.replace(`:${name}`, value)));
  };
  return service.app.http.routes
    .filter(({ method, url }) => method === 'GET' && url.startsWith('/mediation/v1'))
    .flatMap(({ url }) => filled(url.replace('/mediation/v1', '')));
}
