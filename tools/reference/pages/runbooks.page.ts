import { eventKindById } from '@entsync/entsso';

import { MADE_FROM_CODE, type Page } from '../page.ts';
import { readRunbooks, RUNBOOKS, type Runbook } from '../sources/read-runbooks.ts';
import { code, link, page } from '../text/markdown.ts';

const INTRODUCTION = `For whoever has met a code, an event or a symptom. What each code says is in [errors](../reference/errors.md), every event in
[events](../reference/events.md), how to run an installation in [operating](../operating.md).`;

/** The index of the runbooks: by code, by event, and those that are found by what one sees. */
export const runbooksPage: Page = {
  file: `${RUNBOOKS}/README.md`,
  render: () => {
    const runbooks = readRunbooks();
    return Promise.resolve(
      page(
        MADE_FROM_CODE,
        '# Runbooks',
        INTRODUCTION,
        '## By symptom',
        runbooks.map(({ title, file }) => `- ${link(title, file)}`).join('\n'),
        '## By code',
        lines(runbooks.flatMap((runbook) => runbook.codes.map((each) => [code(each), runbook] as const))),
        '## By event',
        lines(runbooks.flatMap((runbook) => runbook.events.map((id) => [eventName(id), runbook] as const))),
      ),
    );
  },
};

function eventName(id: number): string {
  return `${id} ${code(eventKindById(id)?.symbol ?? '')}`;
}

function lines(entries: readonly (readonly [string, Runbook])[]): string {
  return entries
    .map(([name, { title, file }]) => `- ${name}: ${link(title, file)}`)
    .toSorted()
    .join('\n');
}
