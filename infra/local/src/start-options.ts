import { parseArgs } from 'node:util';
import { plainError } from './plain-error.ts';

export interface StartOptions {
  /** Delete everything earlier starts have stored. */
  fresh: boolean;
  /** Load no sample park. */
  empty: boolean;
  /** That --fresh may delete the databases of a server that was given. */
  yesErase: boolean;
}

/** Options of `npm start -- …`; a forgotten `--` is forgiven, since npm then hands them over as variables. */
export function startOptions(args: readonly string[]): StartOptions {
  try {
    const flag = { type: 'boolean' } as const;
    const options = { fresh: flag, empty: flag, 'yes-erase': flag };
    const { values } = parseArgs({ args: [...args], options });
    return {
      fresh: values.fresh ?? process.env.npm_config_fresh === 'true',
      empty: values.empty ?? process.env.npm_config_empty === 'true',
      yesErase: values['yes-erase'] ?? process.env.npm_config_yes_erase === 'true',
    };
  } catch {
    throw plainError(`npm start knows --fresh, --empty and --yes-erase, not ${args.join(' ')}.`);
  }
}
