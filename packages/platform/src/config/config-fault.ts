/** One thing wrong with the configuration: the setting's name and the rule it breaks, never its value. */
export interface ConfigFault {
  readonly name: string;
  readonly rule: string;
}
