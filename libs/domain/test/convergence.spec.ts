import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { CallFate } from './model-target.ts';
import { ModelWorld, SYSTEMS } from './model-world.ts';

const RUNS = Number(process.env['ENTSYNC_MODEL_RUNS'] ?? 20_000);

type Step =
  | { readonly do: 'set'; readonly system: string; readonly password: string }
  | { readonly do: 'again' }
  | {
      readonly do: 'change' | 'outcome';
      readonly system: string;
      readonly crash: boolean;
    }
  | {
      readonly do: 'route' | 'settle';
      readonly system: string;
      readonly again: boolean;
    }
  | {
      readonly do: 'call';
      readonly system: string;
      readonly fate: CallFate;
      readonly again: boolean;
    }
  | { readonly do: 'wait'; readonly seconds: number };

const anySystem = fc.constantFrom(...SYSTEMS.map((each) => each.name));
const captured = fc.constantFrom(...SYSTEMS.filter((each) => each.captures !== 'nothing').map((each) => each.name));
const fate = fc.constantFrom<CallFate>(
  'works',
  'works',
  'works',
  'unreachable',
  'times-out-unapplied',
  'times-out-applied',
  'applies-late',
  'missing',
);
const sometimes = fc.integer({ min: 0, max: 4 }).map((value) => value === 0);

function steps(password: fc.Arbitrary<string>): fc.Arbitrary<Step[]> {
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('set' as const),
        system: captured,
        password,
      }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'again' as const }) },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constantFrom('change' as const, 'outcome' as const),
        system: anySystem,
        crash: sometimes,
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constantFrom('route' as const, 'settle' as const),
        system: anySystem,
        again: sometimes,
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('call' as const),
        system: anySystem,
        fate,
        again: sometimes,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        seconds: fc.integer({ min: 0, max: 90 }),
      }),
    },
  );
  return fc.array(step, { minLength: 1, maxLength: 80, size: 'max' });
}

function run(script: readonly Step[]): ModelWorld {
  const world = new ModelWorld();
  let fresh = 0;
  for (const step of script) {
    switch (step.do) {
      case 'set':
        fresh += 1;
        world.userSets(step.system, step.password === '' ? `p${fresh}` : step.password);
        break;
      case 'again':
        world.reportAgain();
        break;
      case 'change':
        world.storeTakesChange(step.system, step.crash);
        break;
      case 'outcome':
        world.storeTakesOutcome(step.system, step.crash);
        break;
      case 'route':
        world.routerTakesDelivery(step.system, step.again);
        break;
      case 'settle':
        world.routerTakesOutcome(step.system);
        break;
      case 'call':
        world.hostHandles(step.system, step.fate, step.again);
        break;
      case 'wait':
        world.pass(step.seconds * 1_000_000);
        break;
    }
  }
  return world;
}

const options = { numRuns: RUNS, verbose: false } as const;

test('the last writer holds everywhere, nothing acknowledged is lost, nothing hangs', () => {
  fc.assert(
    fc.property(steps(fc.constant('')), (script) => expectLastWriterHolds(run(script))),
    options,
  );
});

function expectLastWriterHolds(world: ModelWorld): void {
  expect(world.drain(), 'everything comes to rest').toBe(true);
  for (const { setup, target } of world.lanes) {
    const expected = world.expectedPassword(setup.name);
    expect({ [setup.name]: target.password }, 'at the system').toEqual({
      [setup.name]: expected,
    });
    expect({ [setup.name]: world.store.stored.get(setup.name)?.password }, 'in the store').toEqual({
      [setup.name]: expected,
    });
  }
}

/** Found among a million: the release is still to be read by the store while the router is offered the same edition once more. */
const SAID_AGAIN_AFTER_ITS_RELEASE: readonly Step[] = [
  { do: 'set', system: 'full', password: '' },
  { do: 'set', system: 'windows', password: '' },
  { do: 'set', system: 'windows', password: '' },
  { do: 'set', system: 'full', password: '' },
  { do: 'change', system: 'windows', crash: true },
  { do: 'route', system: 'full', again: false },
  { do: 'wait', seconds: 9 },
  { do: 'change', system: 'windows', crash: false },
  { do: 'route', system: 'full', again: true },
  { do: 'call', system: 'full', fate: 'times-out-applied', again: false },
  { do: 'settle', system: 'full', again: true },
  { do: 'change', system: 'full', crash: true },
  { do: 'wait', seconds: 51 },
  { do: 'call', system: 'full', fate: 'missing', again: true },
  { do: 'set', system: 'full', password: '' },
  { do: 'settle', system: 'full', again: true },
  { do: 'again' },
];

test('L2: a released delivery that the store says again after a crash does not come back over what the user set meanwhile', () => {
  expectLastWriterHolds(run(SAID_AGAIN_AFTER_ITS_RELEASE));
});

/**
 * Where a person sets, at a system, the very password that is just being delivered there, nobody can tell the echo from the person.
 * Then who was last may be judged wrongly; but whatever is decided holds in the store and at the systems alike.
 */
test('with passwords used again and again the store and every system still agree, or the account is parked', () => {
  fc.assert(
    fc.property(steps(fc.constantFrom('a', 'b', 'c')), (script) => {
      const world = run(script);
      expect(world.drain(), 'everything comes to rest').toBe(true);
      for (const { setup, target } of world.lanes) {
        if (world.store.isParked(setup.name)) continue;
        const stored = world.store.stored.get(setup.name)?.password;
        expect({ [setup.name]: target.password }).toEqual({
          [setup.name]: stored,
        });
      }
    }),
    options,
  );
});
