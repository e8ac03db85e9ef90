import { givenDatabase } from './database-server.ts';
import { plainError } from './plain-error.ts';
import type { StartOptions } from './start-options.ts';

/** Refuses to delete databases on a server that was given, unless the caller says so in so many words. */
export function requireConsent({ fresh, yesErase }: StartOptions, services: readonly string[]): void {
  const given = process.env.DATABASE_URL;
  if (given === undefined) return;
  const { host } = givenDatabase(given);
  if (!fresh || yesErase) return;
  const databases = services.map((name) => `qinwu_${name}`).join(', ');
  throw plainError(
    `--fresh would delete the databases ${databases} on ${host}, the server of DATABASE_URL: say npm start -- --fresh --yes-erase if that is what you want, or unset DATABASE_URL to start over on the embedded one.`,
  );
}
