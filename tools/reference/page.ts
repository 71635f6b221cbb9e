/** A page of the reference that is made from code. */
export interface Page {
  /** From the root of the repository. */
  readonly file: string;
  readonly render: () => Promise<string>;
}

/** Stands on top of every page of ours in Markdown. */
export const MADE_FROM_CODE = '<!-- Made from the code by `npm run docs`; changes here are lost. -->';
