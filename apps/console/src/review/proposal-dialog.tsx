import { Alert, Checkbox, Stack, Text } from '@mantine/core';
import type { SystemOperation } from '@keyledger/domain';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { ConfirmAction } from '../components/confirm-action.js';
import { Time } from '../components/time.js';
import { useKnownText } from '../i18n/use-known-text.js';
import { useMay } from '../session/use-session.js';
import { ListChange } from './list-change.js';
import { type ProposalPart, partsOf, partsTickedAtFirst } from './proposal-parts.js';
import { useApplying } from './review-query.js';

const requirements = {
  scopes: 'ChangeScopes',
  'ip-allowlist': 'UpdateIpAllowlist',
  expiry: 'ChangeExpiry',
  revoke: 'RevokeKey',
} as const satisfies Record<ProposalPart, SystemOperation>;

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
  const allowed = parts.filter((part) => may(requirements[part], key.account));
  const [ticked, setTicked] = useState<readonly ProposalPart[]>(() => partsTickedAtFirst(allowed));
  const [refused, setRefused] = useState<Schemas['AppliedProposal'] | null>(null);
  const applying = useApplying(key, ({ items: [outcome], position }) => {
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
        applying.mutate(ticked);
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

interface PartChangeProps {
  readonly part: ProposalPart;
  readonly reviewed: Schemas['ReviewedKey'];
  readonly proposal: Schemas['ReviewProposal'];
}

function PartChange({ part, reviewed: { key }, proposal }: PartChangeProps) {
  const { t } = useTranslation('review');
  switch (part) {
    case 'scopes':
      return <ListChange held={key.scopes} proposed={proposal.scopes ?? []} />;
    case 'ip-allowlist':
      return <ListChange held={key.ipAllowlist.entries} proposed={proposal.ipAllowlist?.entries ?? []} />;
    case 'expiry':
      return (
        <Text size="sm" pl={30}>
          {t('expiresThen')} <Time value={proposal.expiresAt} />
        </Text>
      );
    case 'revoke':
      return (
        <Text size="sm" pl={30}>
          {t('revokeText')}
        </Text>
      );
  }
}

function Refused({ outcome: { code, detail } }: { readonly outcome: Schemas['AppliedProposal'] }) {
  const { t } = useTranslation('review');
  const knownText = useKnownText('problems');
  const known = code === null ? null : knownText(code);
  return (
    <Alert color="red" role="alert" title={t('refused')}>
      <Text size="sm">{code === 'REVISION_MISMATCH' ? t('movedOn') : (known ?? detail ?? code)}</Text>
    </Alert>
  );
}
