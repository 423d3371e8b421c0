import { Alert, Checkbox, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { ConfirmAction } from '../components/confirm-action.js';
import { useMay } from '../session/use-session.js';
import { PartChange } from './part-change.js';
import { type ProposalPart, partsOf, partsTickedAtFirst, requirementOf } from './proposal-parts.js';
import { useApplying } from './review-query.js';
import { useRefusalText } from './use-refusal-text.js';

interface ProposalDialogProps {
  readonly reviewed: Schemas['ReviewedKey'];
  readonly onClose: () => void;
  /** Is told the position of what was applied. */
  readonly onApplied: (position: string) => void;
}

/** What is proposed for a key as a difference from what it holds, to be applied in parts. */
export function ProposalDialog({ reviewed, onClose, onApplied }: ProposalDialogProps) {
  const { t } = useTranslation('review');
  const { key, proposal } = reviewed;
  const may = useMay();
  const parts = proposal === null ? [] : partsOf(proposal);
  const allowed = parts.filter((part) => may(requirementOf[part], key.account));
  const [ticked, setTicked] = useState<readonly ProposalPart[]>(() => partsTickedAtFirst(allowed));
  const [refused, setRefused] = useState<Schemas['AppliedProposal'] | null>(null);
  const applying = useApplying(key.account, ({ items: [outcome], position }) => {
    if (position !== null) onApplied(position);
    if (outcome?.outcome === 'refused') setRefused(outcome);
    else onClose();
  });
  if (proposal === null) return null;
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('proposalFor', { name: key.name })}
      text={t('proposalText')}
      action={t('apply')}
      dangerous={ticked.includes('revoke')}
      onConfirm={() => {
        setRefused(null);
        applying.mutate([{ keyId: key.id, revision: key.revision, apply: [...ticked] }]);
      }}
      pending={applying.isPending}
      error={applying.error}
      ready={ticked.length > 0}
    >
      {parts.map((part) => (
        <Stack key={part} gap={4}>
          <Checkbox
            label={t(`part.${part}`)}
            checked={ticked.includes(part)}
            disabled={!allowed.includes(part)}
            onChange={(event) => {
              const others = ticked.filter((each) => each !== part);
              setTicked(event.currentTarget.checked ? [...others, part] : others);
            }}
          />
          <PartChange part={part} reviewed={reviewed} proposal={proposal} />
        </Stack>
      ))}
      {refused !== null && <Refused outcome={refused} />}
    </ConfirmAction>
  );
}

function Refused({ outcome }: { readonly outcome: Schemas['AppliedProposal'] }) {
  const { t } = useTranslation('review');
  const refusalText = useRefusalText();
  return (
    <Alert color="red" role="alert" title={t('refused')}>
      <Text size="sm">{refusalText(outcome)}</Text>
    </Alert>
  );
}
