export interface ConfigurationProblem {
  /** Of the setting. */
  readonly name: string;
  /** What is wrong and what would be right. Never the value. */
  readonly problem: string;
}

/** Everything that is wrong with the configuration, at once. */
export class ConfigurationError extends Error {
  readonly code = 'ENTSYNC_CONFIGURATION';

  constructor(
    readonly service: string,
    readonly problems: readonly ConfigurationProblem[],
  ) {
    const lines = problems.map(({ name, problem }) => `  ${name}: ${problem}`);
    super(`${service} cannot start: ${problems.length} of its settings are wrong.\n${lines.join('\n')}`);
    this.name = 'ConfigurationError';
  }
}
