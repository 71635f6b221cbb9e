import { ADAPTER_ERROR_CODES, failureClassOf, mayHaveBeenApplied } from '@entsync/adapter-sdk';

import { MADE_FROM_CODE, type Page } from '../page.ts';
import { findErrors, type FoundError } from '../sources/find-errors.ts';
import { readCommentTable } from '../sources/read-comment-table.ts';
import { readRunbooks, runbookOfCode, type Runbook } from '../sources/read-runbooks.ts';
import { readSources } from '../sources/read-sources.ts';
import { code, link, page, plain, table } from '../text/markdown.ts';

const INTRODUCTION = `Every error of ours has a code that does not change, and says what to do. What is known only when it happens is shown as \`<name>\`. A code leads to its
[runbook](../runbooks/README.md) where one sentence is not enough.`;

const TARGETS = `Why a target did not do what was asked: in \`errorCode\` of an outcome, in \`entsync explain\`, and from \`entsync adapter check\`.`;

/** A text of which nothing is known before it is said. */
const UNKNOWN = '...';

const ADAPTER_ERRORS = 'libs/adapter-sdk/src/adapter-error.ts';
const FAILURE_CLASSES = 'libs/domain/src/failure-class.ts';

/** The codes of errors. */
export const errorsPage: Page = {
  file: 'docs/reference/errors.md',
  render: () => {
    const runbooks = readRunbooks();
    return Promise.resolve(
      page(
        MADE_FROM_CODE,
        '# Errors',
        INTRODUCTION,
        '## What targets refuse',
        TARGETS,
        renderAdapterErrors(runbooks),
        '## EntSync itself',
        renderErrors(findErrors(readSources()), runbooks),
      ),
    );
  },
};

function renderAdapterErrors(runbooks: readonly Runbook[]): string {
  const when = readCommentTable(ADAPTER_ERRORS);
  const consequences = readCommentTable(FAILURE_CLASSES);
  const rows = ADAPTER_ERROR_CODES.map((name) => {
    const failure = failureClassOf(name);
    return [
      codeOf(name, runbooks),
      plain(when.get(name) ?? ''),
      code(failure),
      plain(consequences.get(failure) ?? ''),
      mayHaveBeenApplied(name) ? 'perhaps' : 'no',
    ];
  });
  return table(['Code', 'When', 'Failure class', 'What follows', 'Password set'], rows);
}

export function renderErrors(errors: readonly FoundError[], runbooks: readonly Runbook[]): string {
  const rows = errors.map((error) => [
    codeOf(error.code, runbooks),
    code(error.class ?? ''),
    error.says
      .filter((each) => each !== UNKNOWN)
      .map(plain)
      .join('<br>'),
    link(fileName(error.file), `../../${error.file}`),
  ]);
  return table(['Code', 'Class', 'Says', 'In'], rows);
}

function codeOf(name: string, runbooks: readonly Runbook[]): string {
  const runbook = runbookOfCode(runbooks, name);
  return runbook === undefined ? code(name) : link(code(name), `../runbooks/${runbook.file}`);
}

function fileName(file: string): string {
  return file.split('/').at(-1) ?? file;
}
