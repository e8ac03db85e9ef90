import { ROOMS, type SampleMediator } from './mediators.ts';

/** Enters rooms and mediators through the public API; what stands from a load that was cut off stays. */
export async function loadRoster(
  { origin, token }: { origin: string; token: string },
  mediators: readonly SampleMediator[],
): Promise<void> {
  const put = async (path: string, { code, ...body }: { code: string }): Promise<void> => {
    const url = `${origin}/mediation/v1/${path}/${code}`;
    const answer = await fetch(url, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await answer.text();
    // 428: it is there, and is not written over without having been read.
    if (!answer.ok && answer.status !== 428) throw new Error(`PUT ${url}: ${answer.status} ${text}`);
  };
  for (const room of ROOMS) await put('rooms', room);
  for (const mediator of mediators) await put('mediators', mediator);
}
