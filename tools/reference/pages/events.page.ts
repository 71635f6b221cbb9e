import { EVENT_CATALOGUE, type EventKind } from '@entsync/entsso';

import { MADE_FROM_CODE, type Page } from '../page.ts';
import { findRaisedEvents, type RaisedEvent } from '../sources/find-raised-events.ts';
import { readRunbooks, runbookOfEvent, type Runbook } from '../sources/read-runbooks.ts';
import { readSources } from '../sources/read-sources.ts';
import { code, link, page, plain, table } from '../text/markdown.ts';

const INTRODUCTION = `Ids below 20000 and their symbols are those of Enterprise Single Sign-On; from 20000 on they are EntSync's own. No event carries a secret. Events that are
raised lie on the topic \`sync-events\`; \`entsync explain\` shows them. What a request is answered with is not on the topic.`;

const NOT_RAISED = `What Enterprise Single Sign-On tells, and nothing here raises: either it has no meaning in EntSync, or its part of EntSync is not there yet.
They are kept so that an id that somebody knows can be looked up.`;

type Raised = ReadonlyMap<number, RaisedEvent>;

/** The catalogue of events. */
export const eventsPage: Page = {
  file: 'docs/reference/events.md',
  render: () => {
    const raised = findRaisedEvents(readSources());
    const runbooks = readRunbooks();
    const isRaised = ({ id }: EventKind): boolean => (raised.get(id)?.raisedBy.length ?? 0) > 0;
    const isAnswered = (kind: EventKind): boolean =>
      !isRaised(kind) && (raised.get(kind.id)?.answeredBy.length ?? 0) > 0;
    return Promise.resolve(
      page(
        MADE_FROM_CODE,
        '# Events',
        INTRODUCTION,
        '## Raised',
        renderEvents(EVENT_CATALOGUE.filter(isRaised), raised, runbooks),
        '## Answers to requests',
        renderEvents(EVENT_CATALOGUE.filter(isAnswered), raised, runbooks),
        '## Not raised',
        NOT_RAISED,
        renderEvents(
          EVENT_CATALOGUE.filter((kind) => !isRaised(kind) && !isAnswered(kind)),
          raised,
          runbooks,
        ),
      ),
    );
  },
};

function renderEvents(kinds: readonly EventKind[], raised: Raised, runbooks: readonly Runbook[]): string {
  const rows = kinds.map((kind) => [
    idOf(kind, runbookOfEvent(runbooks, kind.id)),
    code(kind.symbol),
    kind.severity,
    plain(kind.meaning),
    kind.parameters.map(code).join(', '),
    whoOf(raised.get(kind.id)),
  ]);
  return table(['Id', 'Symbol', 'Severity', 'When', 'Facts', 'By'], rows);
}

function idOf({ id }: EventKind, runbook: Runbook | undefined): string {
  return runbook === undefined ? `${id}` : link(`${id}`, `../runbooks/${runbook.file}`);
}

function whoOf({ raisedBy, answeredBy }: RaisedEvent = { raisedBy: [], answeredBy: [] }): string {
  return [...new Set([...raisedBy, ...answeredBy])].join(', ');
}
