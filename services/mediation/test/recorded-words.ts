import { localDateOf } from '@qinwu/domain/local-date';
import type { MediationService } from './mediation-service.ts';

/** How a party says today what the staff records for it. */
export function spokenTo({ clock }: Pick<MediationService, 'clock'>) {
  return { spoken: { how: 'phone', on: localDateOf(clock.now()) } } as const;
}

/** What the staff sends of an action: with the word of every party whose act it is, spoken today where nothing is said. */
export function withWords(service: Pick<MediationService, 'clock'>, action: string, body: object): object {
  const { party, agreedBy = [] } = body as { party?: string; agreedBy?: readonly string[] };
  const word = spokenTo(service);
  const wordsOf = (parties: readonly string[]) => parties.map((each) => ({ party: each, ...word }));
  switch (action) {
    case 'consent':
    case 'refuse':
      return { ...word, ...body };
    case 'withdraw': {
      const others = [...new Set(agreedBy)].filter((each) => each !== party);
      return { ...word, words: wordsOf(others), ...body };
    }
    case 'extend':
      return { words: wordsOf([...new Set(agreedBy)]), ...body };
    default:
      return body;
  }
}
