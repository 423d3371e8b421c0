import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../api/client.js';
import { Time } from '../components/time.js';
import { ListChange } from './list-change.js';
import type { ProposalPart } from './proposal-parts.js';

interface PartChangeProps {
  readonly part: ProposalPart;
  readonly reviewed: Schemas['ReviewedKey'];
  readonly proposal: Schemas['ReviewProposal'];
}

/** What a part of a proposal would change. */
export function PartChange({ part, reviewed: { key }, proposal }: PartChangeProps) {
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
