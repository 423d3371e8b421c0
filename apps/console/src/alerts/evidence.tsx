import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { Facts } from '../components/facts.js';
import { localText } from '../components/time-text.js';
import { useKnownText } from '../i18n/use-known-text.js';
import { useNumber } from '../usage/use-number.js';
import { type Words, evidenceWords } from './evidence-words.js';

type Evidence = Pick<Schemas['Alert'], 'rule' | 'evidence'>;

interface EvidenceTextProps {
  readonly alert: Evidence;
  /** At most so many lines; all of them if not given. */
  readonly lines?: number;
}

/** What an alert rests on, in a sentence. */
export function EvidenceText({ alert, lines }: EvidenceTextProps) {
  const words = useEvidenceWords(alert);
  const text = useKnownText('alerts');
  const sentence = words === null ? null : text(`evidence.${words.id}`, words.facts);
  if (sentence === null) return <Facts items={factsOf(alert)} />;
  return (
    <Text size="sm" className="any-text" {...(lines !== undefined && { lineClamp: lines })}>
      {sentence}
    </Text>
  );
}

function useEvidenceWords({ rule, evidence }: Evidence): Words | null {
  const { i18n } = useTranslation('alerts');
  const number = useNumber();
  const knownText = useKnownText('alerts');
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  return evidenceWords(rule, evidence, {
    number,
    names: (values) => names.format(values),
    instant: (value) => localText(value, i18n.language),
    word: (value) => knownText(`word.${value}`) ?? value,
  });
}

function factsOf({ evidence }: Evidence): readonly (readonly [string, string])[] {
  return Object.entries(evidence).map(([name, fact]) => [name, [fact].flat().join(', ')] as const);
}
