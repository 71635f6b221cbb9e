import type { z } from 'zod';

/** One setting of a service: an environment variable. */
export interface Setting<T> {
  /** What it is for, in one sentence, for the reference. */
  readonly meaning: string;
  /** Reads the text. Its messages say what would be right and never repeat the value. */
  readonly schema: z.ZodType<T, string>;
  /** As it would be written. Without one the setting is required. */
  readonly default?: string;
  readonly example?: string;
  /** The variable names a file; its content, without a final line break, is what is read. For secrets: always so. */
  readonly fromFile?: boolean;
}

export type Settings = Readonly<Record<string, Setting<unknown>>>;

export type Configuration<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer T> ? T : never;
};

/** Keeps the types of the single settings. */
export function defineSettings<const S extends Settings>(settings: S): S {
  return settings;
}
