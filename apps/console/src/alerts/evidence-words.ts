import type { AlertEvidence, AlertRule } from '@keyledger/domain';

/** How a fact is written: numbers to the unit, names one after the other, instants in the viewer's zone. */
type Kind = 'number' | 'names' | 'name' | 'instant' | 'instantOrWord' | 'word';

/** A sentence (`alerts:evidence.<id>`) and the facts that it needs. */
interface Sentence {
  readonly id: SentenceId;
  readonly facts: Readonly<Record<string, Kind>>;
}

export const sentenceIds = [
  'newNetworkAndClient',
  'newNetwork',
  'burst',
  'endedKeyUsed',
  'scopeProbing',
  'dormantAwake',
  'manyNetworks',
  'enumeration',
  'rotationNotDraining',
  'expiryNear',
  'limitsRefuse',
  'quotaNearlySpent',
] as const;
export type SentenceId = (typeof sentenceIds)[number];

/** For each rule, the one that says most first. */
const sentences: Readonly<Record<AlertRule, readonly Sentence[]>> = {
  'new-network': [
    { id: 'newNetworkAndClient', facts: { requests: 'number', networks: 'names', clients: 'names' } },
    { id: 'newNetwork', facts: { requests: 'number', networks: 'names', otherRequests: 'number' } },
  ],
  burst: [{ id: 'burst', facts: { requests: 'number', expected: 'number', most: 'number' } }],
  'ended-key-used': [
    {
      id: 'endedKeyUsed',
      facts: { requests: 'number', ended: 'word', endedAt: 'instant', lastTime: 'instant' },
    },
  ],
  'scope-probing': [{ id: 'scopeProbing', facts: { differentOperations: 'number', operations: 'names' } }],
  'dormant-awake': [{ id: 'dormantAwake', facts: { unusedDays: 'number', networks: 'names' } }],
  'many-networks': [
    { id: 'manyNetworks', facts: { differentNetworks: 'number', most: 'number', networks: 'names' } },
  ],
  enumeration: [
    {
      id: 'enumeration',
      facts: { network: 'name', requestsThisHour: 'number', requestsThisDay: 'number' },
    },
  ],
  'rotation-not-draining': [
    {
      id: 'rotationNotDraining',
      facts: { lastUsedAt: 'instant', successorLastUsedAt: 'instantOrWord', overlapEndsAt: 'instantOrWord' },
    },
  ],
  'expiry-near': [
    { id: 'expiryNear', facts: { expiresAt: 'instant', hoursLeft: 'number', lastUsedAt: 'instant' } },
  ],
  'quota-nearly-spent': [
    { id: 'limitsRefuse', facts: { quotaExceeded: 'number', rateLimited: 'number', requests: 'number' } },
    { id: 'quotaNearlySpent', facts: { used: 'number', limit: 'number', periodEndsAt: 'instant' } },
  ],
};

export interface Wording {
  readonly number: (value: number) => string;
  readonly names: (values: readonly string[]) => string;
  readonly instant: (value: string) => string;
  /** Words that stand in evidence: `revoked`, `never`. */
  readonly word: (value: string) => string;
}

export interface Words {
  readonly id: SentenceId;
  readonly facts: Readonly<Record<string, string>>;
}

/** The sentence for what an alert rests on. Null: it rests on something that this page does not know. */
export function evidenceWords(rule: AlertRule, evidence: AlertEvidence, wording: Wording): Words | null {
  const fitting = sentences[rule].find(({ facts }) => Object.keys(facts).every((name) => name in evidence));
  if (fitting === undefined) return null;
  const facts = Object.entries(fitting.facts).map(
    ([name, kind]) => [name, worded(evidence[name], kind, wording)] as const,
  );
  return { id: fitting.id, facts: Object.fromEntries(facts) };
}

function worded(fact: AlertEvidence[string] | undefined, kind: Kind, wording: Wording): string {
  if (typeof fact === 'number') return wording.number(fact);
  if (typeof fact !== 'string') return wording.names(fact ?? []);
  if (kind === 'word') return wording.word(fact);
  if (kind === 'instant' || kind === 'instantOrWord')
    return Number.isNaN(Date.parse(fact)) ? wording.word(fact) : wording.instant(fact);
  return fact;
}
