import { compareVersions, WINDOWS, type Micros, type Version } from '../src/index.ts';
import type { ChangeRecord, DeliveryRecord, DispatchRecord, OutcomeRecord } from './model-records.ts';
import { ModelRouter } from './model-router.ts';
import { ModelStore, type SystemSetup } from './model-store.ts';
import { ModelTarget, type CallFate } from './model-target.ts';
import { Topic } from './topic.ts';

/** Windows, a plain target, one that wants the old password, one with partial and one with full capture. */
export const SYSTEMS: readonly SystemSetup[] = [
  { name: WINDOWS, needsOldPassword: true, captures: 'full' },
  { name: 'plain', needsOldPassword: false, captures: 'nothing' },
  { name: 'proving', needsOldPassword: true, captures: 'nothing' },
  { name: 'partial', needsOldPassword: false, captures: 'partial' },
  { name: 'full', needsOldPassword: false, captures: 'full' },
];

const SECOND_HOOK = 'ffffffff-0000-4000-8000-000000000000';

interface Lane {
  readonly setup: SystemSetup;
  readonly target: ModelTarget;
  readonly router: ModelRouter;
  readonly changes: Topic<ChangeRecord>;
  readonly deliveries: Topic<DeliveryRecord>;
  readonly dispatches: Topic<DispatchRecord>;
  readonly outcomes: Topic<OutcomeRecord>;
}

/** The whole system for one person: real topics' order, redeliveries and crashes; the pure core makes every decision. */
export class ModelWorld {
  now: Micros = 1_000_000_000;
  readonly lanes: readonly Lane[];
  readonly store: ModelStore;
  /** What the person did, newest last. */
  readonly userChanges: {
    readonly system: string;
    readonly password: string;
    readonly version: Version;
  }[] = [];

  constructor() {
    this.lanes = SYSTEMS.map((setup, index) => this.#makeLane(setup, index));
    this.store = new ModelStore(SYSTEMS, (system, record) => this.lane(system).deliveries.append(record));
    this.initialise('initial');
  }

  #makeLane(setup: SystemSetup, index: number): Lane {
    const changes = new Topic<ChangeRecord>();
    const deliveries = new Topic<DeliveryRecord>();
    const dispatches = new Topic<DispatchRecord>();
    const outcomes = new Topic<OutcomeRecord>();
    const origin = `0000000${index}-0000-4000-8000-000000000000`;
    const answer = (record: OutcomeRecord): void => outcomes.append(record);
    return {
      setup,
      target: new ModelTarget(setup, origin, (change) => changes.append(change), answer),
      router: new ModelRouter(setup.name, (record) => dispatches.append(record), answer),
      changes,
      deliveries,
      dispatches,
      outcomes,
    };
  }

  lane(system: string): Lane {
    const lane = this.lanes.find((each) => each.setup.name === system);
    if (lane === undefined) throw new Error(`no system ${system}`);
    return lane;
  }

  /** The Windows password is known everywhere to begin with, as after a first synchronization. */
  initialise(password: string): void {
    this.userSets(WINDOWS, password);
    this.drain();
  }

  userSets(system: string, password: string): void {
    this.now += 1_000;
    const version = this.lane(system).target.userSets(password, this.now);
    if (version !== undefined) this.userChanges.push({ system, password, version });
  }

  /** The last Windows change is reported once more, by a second hook whose clock is a little ahead. */
  reportAgain(): void {
    const { records } = this.lane(WINDOWS).changes;
    const last = records.findLast((record) => record.version.origin !== SECOND_HOOK);
    if (last === undefined) return;
    const version = {
      time: last.version.time + 500,
      origin: SECOND_HOOK,
      sequence: records.length,
    };
    this.lane(WINDOWS).changes.append({ ...last, version });
  }

  storeTakesChange(system: string, crash: boolean): void {
    const { changes } = this.lane(system);
    const change = changes.take('store');
    if (change === undefined) return;
    this.#runStore(crash, () => this.store.receive(change, this.now));
  }

  storeTakesOutcome(system: string, crash: boolean): void {
    const outcome = this.lane(system).outcomes.take('store');
    if (outcome === undefined) return;
    this.#runStore(crash, () => this.store.settle(system, outcome, this.now));
  }

  /** The transaction commits. After a crash nothing of it was published: the record is read again, and said again. */
  #runStore(crash: boolean, transaction: () => void): void {
    const lengths = this.lanes.map((lane) => lane.deliveries.records.length);
    transaction();
    if (!crash) return;
    const touched = this.lanes.filter((lane, index) => lane.deliveries.records.length > (lengths[index] ?? 0));
    for (const lane of touched) {
      (lane.deliveries.records as DeliveryRecord[]).length = lengths[this.lanes.indexOf(lane)] ?? 0;
      this.store.reannounceAll(lane.setup.name);
    }
  }

  routerTakesDelivery(system: string, again: boolean): void {
    const { deliveries, router } = this.lane(system);
    const record = deliveries.take('router');
    if (record === undefined) return;
    router.receive(record, this.now);
    if (again) router.resend();
  }

  routerTakesOutcome(system: string): void {
    const { outcomes, router } = this.lane(system);
    const record = outcomes.take('router');
    if (record !== undefined) router.settle(record, this.now);
  }

  /** A host that is killed before its commit reads the dispatch again; what has an outcome already is skipped. */
  hostHandles(system: string, fate: CallFate, again: boolean): void {
    const { dispatches, outcomes, target } = this.lane(system);
    const record = dispatches.take('host');
    if (record === undefined) return;
    const isDone = outcomes.records.some((outcome) => outcome.dispatchId === record.dispatchId);
    if (!isDone) target.handle(record, fate, this.now);
    if (again) dispatches.rewind('host');
  }

  pass(time: Micros): void {
    this.now += time;
    for (const { router, target, outcomes } of this.lanes) {
      target.tick(this.now);
      router.tick(this.now, !outcomes.hasNext('router'));
    }
    this.store.sweep(this.now);
  }

  /** Everything works from now on: runs until nothing moves any more. Answers whether it came to rest. */
  drain(): boolean {
    for (let round = 0; round < 400; round += 1) {
      this.#drainQueues();
      const quiet = this.store.isQuiet() && this.lanes.every(({ router }) => router.lane.state === 'idle');
      if (quiet && !this.#hasWork()) return true;
      this.pass(61_000_000);
    }
    return false;
  }

  #hasWork(): boolean {
    return this.lanes.some(
      ({ changes, deliveries, dispatches, outcomes }) =>
        changes.hasNext('store') ||
        outcomes.hasNext('store') ||
        outcomes.hasNext('router') ||
        deliveries.hasNext('router') ||
        dispatches.hasNext('host'),
    );
  }

  #drainQueues(): void {
    for (let step = 0; step < 10_000 && this.#hasWork(); step += 1) {
      this.now += 1_000;
      for (const { setup } of this.lanes) {
        this.storeTakesChange(setup.name, false);
        this.routerTakesDelivery(setup.name, false);
        this.hostHandles(setup.name, 'works', false);
        this.routerTakesOutcome(setup.name);
        this.storeTakesOutcome(setup.name, false);
      }
    }
  }

  /** The last writer: the newest change that concerns `system`. */
  expectedPassword(system: string): string | undefined {
    const concerning = this.userChanges.filter(
      (change) =>
        change.system === system || change.system === WINDOWS || this.lane(change.system).setup.captures === 'full',
    );
    return concerning.sort((a, b) => compareVersions(a.version, b.version)).at(-1)?.password;
  }
}
