import { Checkbox, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { ConfirmAction } from '../components/confirm-action.js';
import { BulkOutcomes } from './bulk-outcomes.js';
import { type PlannedKey, bulkPlan, wantedOf } from './bulk-plan.js';
import { PartChange } from './part-change.js';
import type { ProposalPart } from './proposal-parts.js';
import { useApplying } from './review-query.js';

interface BulkDialogProps {
  readonly account: string;
  readonly chosen: readonly Schemas['ReviewedKey'][];
  readonly mayApply: (part: ProposalPart) => boolean;
  readonly onClose: () => void;
  /** Is told the position of the last that was applied. */
  readonly onApplied: (position: string) => void;
}

/** What is proposed for several keys, to be applied together; then what became of each. */
export function BulkDialog({ account, chosen, mayApply, onClose, onApplied }: BulkDialogProps) {
  const { t } = useTranslation('review');
  const [revoking, setRevoking] = useState(false);
  const applying = useApplying(account, ({ position }) => {
    if (position !== null) onApplied(position);
  });
  const plan = bulkPlan(chosen, { revoking, mayApply });
  const ending = bulkPlan(chosen, { revoking: true, mayApply }).some(({ parts }) => parts.includes('revoke'));
  const wanted = wantedOf(plan);
  if (applying.data !== undefined) {
    return <BulkOutcomes chosen={chosen} outcomes={applying.data.items} onClose={onClose} />;
  }
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('bulk.title', { count: chosen.length })}
      text={t('bulk.text')}
      action={t('bulk.apply', { count: wanted.length })}
      dangerous={revoking}
      onConfirm={() => applying.mutate(wanted)}
      pending={applying.isPending}
      error={applying.error}
      ready={wanted.length > 0}
    >
      {ending && (
        <Checkbox
          label={t('bulk.revoking')}
          description={t('revokeText')}
          checked={revoking}
          onChange={(event) => setRevoking(event.currentTarget.checked)}
        />
      )}
      {plan.map((planned) => (
        <KeyChanges key={planned.reviewed.key.id} planned={planned} />
      ))}
    </ConfirmAction>
  );
}

function KeyChanges({ planned: { reviewed, parts } }: { readonly planned: PlannedKey }) {
  const { t } = useTranslation('review');
  const { key, proposal } = reviewed;
  return (
    <Stack gap={4} component="section" aria-label={key.name}>
      <Text fw={600} size="sm" className="any-text">
        {key.name}
      </Text>
      {(proposal === null || parts.length === 0) && (
        <Text size="sm" c="dimmed">
          {t('bulk.leftAlone')}
        </Text>
      )}
      {proposal !== null &&
        parts.map((part) => (
          <div key={part}>
            <Text size="sm">{t(`part.${part}`)}</Text>
            <PartChange part={part} reviewed={reviewed} proposal={proposal} />
          </div>
        ))}
    </Stack>
  );
}
